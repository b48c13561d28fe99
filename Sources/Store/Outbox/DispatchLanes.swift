import Bus

/// All lanes with something in them, and what is asked of them together: kept up to date with each change, because the
/// questions come with every happening and there may be hundreds of lanes.
struct DispatchLanes {
    private var lanes: [String: DispatchLane] = [:]
    /// Position of the next row of each lane that has something to send.
    private(set) var ready: [String: Int64] = [:]
    /// A message without an answer.
    struct Message: Equatable {
        /// When it was sent, on the dispatcher's clock.
        var launched: Duration
        var rows: Int
    }

    /// The message under way of each lane that has one.
    private(set) var underWay: [String: Message] = [:]
    /// Rows of the messages under way.
    private(set) var rowsUnderWay = 0
    /// Lanes that stand still.
    private(set) var blocked: Set<String> = []
    /// Rows that wait in the lanes' queues.
    private(set) var queued = 0

    var isEmpty: Bool { lanes.isEmpty }
    var keys: [String] { Array(lanes.keys) }
    /// Lowest position that is not confirmed, as far as known.
    var first: Int64? { lanes.values.lazy.compactMap(\.first).min() }

    subscript(key: String) -> DispatchLane? { lanes[key] }

    /// The lane with the oldest row that can be sent.
    var next: String? { ready.min { $0.value < $1.value }?.key }

    func block(of key: String) -> DispatchLane.Block? { blocked.contains(key) ? lanes[key]?.block : nil }

    /// Changes one lane; it is made when there is none, and forgotten when nothing is left in it.
    mutating func change<Result>(_ key: String, _ body: (inout DispatchLane) -> Result) -> Result {
        let place: Dictionary<String, DispatchLane>.Index
        if let known = lanes.index(forKey: key) {
            place = known
        } else {
            lanes[key] = DispatchLane()
            // Just put there.
            place = lanes.index(forKey: key) ?? lanes.startIndex
        }
        let before = Marks(lanes.values[place])
        let result = body(&lanes.values[place])
        let after = Marks(lanes.values[place])
        queued += after.queued - before.queued
        if after.next != before.next { set(&ready, key, after.next) }
        if after.message != before.message {
            set(&underWay, key, after.message)
            rowsUnderWay += (after.message?.rows ?? 0) - (before.message?.rows ?? 0)
        }
        if after.isBlocked != before.isBlocked {
            if after.isBlocked { blocked.insert(key) } else { blocked.remove(key) }
        }
        if lanes.values[place].isIdle { lanes.remove(at: place) }
        return result
    }

    /// What of a lane is in the indexes.
    private struct Marks {
        let queued: Int
        let next: Int64?
        let message: Message?
        let isBlocked: Bool

        init(_ lane: borrowing DispatchLane) {
            queued = lane.queue.count
            next = lane.isReady ? lane.first : nil
            message = lane.isUnderWay ? Message(launched: lane.launched, rows: lane.inFlight.count) : nil
            isBlocked = lane.block != nil
        }
    }

    private func set<Value: Equatable>(_ values: inout [String: Value], _ key: String, _ value: Value?) {
        if let value { values[key] = value } else if !values.isEmpty { values.removeValue(forKey: key) }
    }
}
