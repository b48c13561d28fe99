/// What a run of `bench path` measures, and how much of it.
struct PathPlan: Sendable {
    var parts: Set<PathPart>
    var rounds: Int
    /// Each round has traffic of its own, of this number and those after it.
    var seed: UInt64
    /// Of `path`, and of the raw baseline.
    var events: Int
    /// Of `pool`.
    var backlog: Int
    /// Of `latency` and `takeover`: events a second, and for how long.
    var rate: Double
    var latencySeconds: Int
    /// Events in the ledger before `pool` is measured a second time; 0 for not at all.
    var ledgerEvents: Int
    var submitters: Int
    /// Where the temporary stores go.
    var folder: String
    var brokerPID: Int?

    func measures(_ part: PathPart) -> Bool { parts.contains(part) }

    /// Poison is compared with it.
    var measuresPool: Bool { measures(.pool) || measures(.poison) }

    var needsCeiling: Bool { !parts.isDisjoint(with: [.ceiling, .path, .pool, .poison]) }
}
