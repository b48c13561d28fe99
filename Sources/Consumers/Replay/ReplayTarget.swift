/// The consumer that a replay is for. Nobody else gets the events again.
public enum ReplayTarget: Sendable, Hashable {
    /// The pool: `lt.declarations.pNN`, by the partition in the event's routing key.
    case declarations
    /// An attached consumer: `lt.consumer.<name>`.
    case consumer(String)

    /// `declarations`, or the name of an attached consumer.
    public init(_ name: String) { self = name == "declarations" ? .declarations : .consumer(name) }

    public var name: String {
        switch self {
        case .declarations: "declarations"
        case .consumer(let name): name
        }
    }

    /// The queue for a message; nil when the routing key names no partition.
    func queue(for routingKey: String) -> String? {
        switch self {
        case .consumer(let name): return "lt.consumer.\(name)"
        case .declarations:
            guard let partition = routingKey.split(separator: ".").last, partition.utf8.count == 3,
                partition.first == "p", partition.dropFirst().allSatisfy(\.isNumber)
            else { return nil }
            return "lt.declarations.\(partition)"
        }
    }
}
