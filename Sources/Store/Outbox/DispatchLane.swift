import Bus

/// The rows of one routing key: strictly one message after the other, so that nothing overtakes what failed.
struct DispatchLane {
    /// Why the lane stands still, and until when.
    struct Block: Equatable {
        /// First row that was not confirmed.
        var from: Int64
        var attempts: Int
        var cause: DispatcherStatus.Cause
        /// Time of the first failure and of the next attempt, on the dispatcher's clock.
        var since: Duration
        var due: Duration
        var probing = false
    }

    /// Rows read and not sent yet, in order of position. All lanes' queues together hold at most twice
    /// `DispatcherConfiguration.readMaximum` rows; the machine reads no more before there is room.
    private(set) var queue: [OutboxRow] = []
    /// Rows of the one message that has no answer yet.
    private(set) var inFlight: [OutboxRow] = []
    /// When that message was sent, on the dispatcher's clock.
    private(set) var launched: Duration = .zero
    var block: Block?

    var isUnderWay: Bool { !inFlight.isEmpty }
    var isReady: Bool { inFlight.isEmpty && block == nil && !queue.isEmpty }
    var isIdle: Bool { inFlight.isEmpty && block == nil && queue.isEmpty }
    /// Lowest position that is not confirmed, as far as known.
    var first: Int64? {
        // By index: `first` would copy the row.
        if !inFlight.isEmpty { return inFlight[0].position }
        if let block { return block.from }
        return queue.isEmpty ? nil : queue[0].position
    }

    /// Adds a row in its place: rows that were held back come to be read after later ones.
    mutating func add(_ row: OutboxRow) {
        var place = queue.count
        while place > 0, queue[place - 1].position > row.position { place -= 1 }
        queue.insert(row, at: place)
    }

    /// Takes out the rows of the next message.
    mutating func launch(now: Duration) -> [OutboxRow] {
        inFlight = Self.message(queue)
        launched = now
        queue.removeFirst(inFlight.count)
        return inFlight
    }

    mutating func launch(probe rows: [OutboxRow], now: Duration) {
        inFlight = rows
        launched = now
    }

    mutating func land() -> [OutboxRow] {
        defer { inFlight = [] }
        return inFlight
    }

    mutating func dropQueue() -> [OutboxRow] {
        defer { queue = [] }
        return queue
    }

    mutating func dropQueue(where condition: (OutboxRow) -> Bool) -> [OutboxRow] {
        let dropped = queue.filter(condition)
        queue.removeAll(where: condition)
        return dropped
    }

    /// The longest beginning of the rows that goes into one message: one route, at most a batch.
    static func message(_ rows: [OutboxRow]) -> [OutboxRow] {
        guard let route = rows.first?.route else { return [] }
        let run = rows.prefix(Limits.batchEvents).prefix { $0.route == route }
        guard let batch = BatchPlanner.plan(run.map(\.event)).first else { return [] }
        return Array(run.prefix(batch.indices.count))
    }
}
