public import Bus
public import Consumers
public import Events

/// What `consumer attach` may do: the parameters read strictly, and held against what is attached already.
public enum ConsumerAttachment {
    /// Names of our own queues and exchanges, and of the pool as a replay's target.
    static let reserved: Set<String> = Set(
        [
            BrokerNames.events, BrokerNames.journal, BrokerNames.restructure, BrokerNames.held, BrokerNames.poison,
            BrokerNames.control, "lt.declarations",
        ].map { String($0.dropFirst(3)) })

    /// - Throws: 65 for a name or a pattern that cannot be.
    public static func consumer(_ request: ControlRequest) throws(ControlFailure) -> AttachedConsumer {
        var patterns: [RoutingPattern] = []
        for text in try request.texts("patterns") {
            guard let pattern = RoutingPattern(text) else {
                throw ControlFailure(
                    exit: 65, "`\(text)` is no pattern: <system>.<entity>.<partition>, each a name or *, or # at the end")
            }
            patterns.append(pattern)
        }
        let name = try request.text("name")
        guard !reserved.contains(name) else {
            throw ControlFailure(
                exit: 65, "`\(name)` is a name of our own (\(reserved.sorted().joined(separator: ", "))); choose another")
        }
        guard
            let consumer = AttachedConsumer(
                name: name, patterns: patterns, isPartitioned: try request.flag("partitioned"))
        else {
            throw ControlFailure(
                exit: 65,
                "a consumer needs a name of 1 to 64 lower-case letters, digits and hyphens and a pattern; "
                    + "a partitioned one has * for the partition")
        }
        return consumer
    }

    /// Where its history begins: `from` is `first` or a time that has been; nil for `now`, which is what is meant without it.
    /// - Throws: 65.
    public static func start(_ request: ControlRequest, now: Timestamp) throws(ControlFailure) -> FeedStart? {
        guard let text = try request.optionalText("from"), text != "now" else { return nil }
        guard let start = FeedStart(text) else {
            throw ControlFailure(exit: 65, "`from` must be first, now, or a time like 2025-03-14T23:00:00+07:00")
        }
        if case .time(let time) = start, time > now {
            throw ControlFailure(exit: 65, "`from` \(time) lies in the future; what comes is what `now` gives")
        }
        return start
    }

    /// History was begun where it was begun.
    /// - Throws: 65.
    public static func check(
        _ wanted: FeedStart?, against present: FeedStart?, of name: String
    ) throws(ControlFailure) {
        guard wanted != present else { return }
        throw ControlFailure(
            exit: 65,
            "`\(name)` is attached already, from \(present?.description ?? "now"); detach it first, or attach another name")
    }

    /// The same again changes nothing. Anything else is refused: the old bindings would stay, because this deletes none.
    /// - Parameter present: the one of this name; nil when there is none.
    /// - Throws: 65.
    public static func check(_ wanted: AttachedConsumer, against present: AttachedConsumer?) throws(ControlFailure) {
        guard let present, !isSame(wanted, present) else { return }
        throw ControlFailure(
            exit: 65,
            "`\(present.name)` is attached already, \(shown(present)); this takes no binding away, "
                + "so attach another name to what you want now, or detach this one first")
    }

    private static func isSame(_ wanted: AttachedConsumer, _ present: AttachedConsumer) -> Bool {
        Set(wanted.patterns) == Set(present.patterns) && wanted.isPartitioned == present.isPartitioned
    }

    private static func shown(_ consumer: AttachedConsumer) -> String {
        let patterns = consumer.patterns.map(\.description).joined(separator: ", ")
        return "to \(patterns), with \(consumer.isPartitioned ? "a queue for each partition" : "one queue")"
    }
}
