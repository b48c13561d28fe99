public import Bus
public import Events

/// Reads the journal for people: what went through the exchange, in the order of the journal.
public struct JournalTail: Sendable {
    /// One event, or what stands where an event should.
    public struct Entry: Sendable {
        public let offset: UInt64
        public let routingKey: String
        public let result: Result<DecodedEvent, DecodeFailure>
    }

    /// Where to begin.
    public enum Start: Sendable, Hashable {
        case first
        /// The journal's last chunk of messages.
        case last
        case offset(UInt64)
        /// Events accepted at this time or later.
        case time(Timestamp)
    }

    private let journal: @Sendable (JournalStart) async throws(BusError) -> any MessageSource
    private let count: @Sendable () async throws(BusError) -> Int
    private let ticker: Ticker
    /// How long the journal may answer nothing before it counts as holding nothing from the start on.
    private static let unanswered = Duration.seconds(10)

    /// - Parameters:
    ///   - count: messages in the journal as the broker counts them, which may be some seconds late.
    ///   - journal: opens a source on the journal stream.
    public init(
        ticker: Ticker = .continuous, count: @escaping @Sendable () async throws(BusError) -> Int,
        journal: @escaping @Sendable (JournalStart) async throws(BusError) -> any MessageSource
    ) {
        self.journal = journal
        self.count = count
        self.ticker = ticker
    }

    /// Where the journal ends; nil when it is empty, which takes some seconds to be sure of.
    /// - Throws: `silence`, when there are messages and none came; the broker's error when it cannot be asked.
    public func end() async throws(BusError) -> UInt64? {
        try await JournalEnd().find(count: count, ticker) { () throws(BusError) in try await journal(.last) }
    }

    /// Calls `visit` with each event that one of the patterns matches, until it answers false, the end is passed, or the
    /// task is cancelled.
    /// - Parameters:
    ///   - end: offset of the last message to show; nil to go on with what comes, without an end.
    ///   - patterns: none for everything.
    public func read(
        from start: Start, to end: UInt64?, patterns: [RoutingPattern], _ visit: (Entry) -> Bool
    ) async throws(BusError) {
        let source = try await journal(Self.place(start))
        do throws(BusError) {
            while let batch = try await next(source, end: end) {
                let goOn = Self.show(batch, start, end, patterns, visit)
                source.acknowledge(batch.map(\.tag))
                guard goOn, !batch.contains(where: { delivery in end.map { (delivery.streamOffset ?? 0) >= $0 } ?? false })
                else { break }
            }
        } catch {
            await source.stop()
            throw error
        }
        await source.stop()
    }

    private func next(_ source: any MessageSource, end: UInt64?) async throws(BusError) -> [Delivery]? {
        guard end != nil else { return try await source.next(maximum: 256) }
        return try await source.next(maximum: 256, within: Self.unanswered, ticker)
    }

    private static func place(_ start: Start) -> JournalStart {
        switch start {
        case .first: .first
        case .last: .last
        case .offset(let offset): .offset(offset)
        case .time(let time): FeedStart.time(time).journal
        }
    }

    private static func show(
        _ batch: [Delivery], _ start: Start, _ end: UInt64?, _ patterns: [RoutingPattern], _ visit: (Entry) -> Bool
    ) -> Bool {
        for delivery in batch {
            let offset = delivery.streamOffset ?? 0
            if let end, offset > end { return false }
            if case .offset(let first) = start, offset < first { continue }
            guard patterns.isEmpty || patterns.contains(where: { $0.matches(delivery.routingKey) }) else { continue }
            for result in BatchCodec.decode(delivery.body, contentType: delivery.contentType) {
                if case .time(let time) = start, case .success(let event) = result, event.event.recordedTime < time {
                    continue
                }
                guard visit(Entry(offset: offset, routingKey: delivery.routingKey, result: result)) else { return false }
            }
        }
        return true
    }
}
