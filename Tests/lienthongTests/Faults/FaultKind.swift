/// The kinds of fault runs.
enum FaultKind: String, CaseIterable, Sendable {
    /// A lone worker is killed at edges, several times, and started again.
    case killed
    /// A worker stands still at an edge, another one takes its queues over, and then the first is woken.
    case paused
    /// Two workers on one ledger at once, on queues of their own or competing for all, killed at edges.
    case shared
    /// The ledger's disk is full for a while.
    case full
    /// Another process keeps the ledger's lock for longer than a transaction waits for it.
    case locked
    /// fsync(2) of the ledger's log fails.
    case unsynced
    /// The time of day jumps by a day, there and back.
    case clock

    /// Kills are the most of them: they have the most places.
    private static let mixture: [FaultKind] = [
        .killed, .shared, .killed, .unsynced, .killed, .clock, .killed, .paused, .killed, .shared, .full, .locked,
    ]

    /// The kind of a seed when none is asked for.
    static func kind(of seed: UInt64) -> FaultKind { mixture[Int(seed % UInt64(mixture.count))] }

    /// Whether a worker may end by itself, with an error, and be started again, as an operator's supervisor would.
    var mayEndWorkers: Bool { self == .unsynced || self == .paused }
}
