public import Bus

/// A cutover as it is written down beforehand: a YAML file beside the catalog files that it names.
///
/// ```yaml
/// name: night-2025-03-15
/// window: {from: 2025-03-14T23:00:00+07:00, until: 2025-03-15T05:00:00+07:00}
/// effective: 2025-03-15T00:00:00+07:00          # business time from which the new catalogs hold
/// approval: required                            # optional: a second person must approve exactly this plan
/// backlog: {events-per-second: 100, bytes-per-event: 2048}   # optional, for the check of disk space
/// steps:
///   - {id: stop-gateway, pause: epayment, mode: hold, reason: "...", until: 2025-03-15T05:00:00+07:00, deadline: 5m}
///   - {id: drain, drain: [epayment, vnaccs], deadline: 15m}
///   - {id: offices, import: [{catalog: office, file: offices.csv}], deadline: 5m}
///   - {id: verify, verify: [{office: 12F1, at: 2025-03-15T00:00:00+07:00, is: 27BI}, {account: balanced}], deadline: 5m}
///   - {id: go, resume: epayment, deadline: 5m}
///   - {id: release, release: epayment, deadline: 30m}
/// ```
public struct CutoverPlan: Sendable, Hashable {
    /// What the pause may bring in, for the check of disk space.
    public struct Backlog: Sendable, Hashable {
        public var eventsPerSecond: Int64
        /// On the broker's disk, with envelope and overhead.
        public var bytesPerEvent: Int64
    }

    /// Name of the run too: one plan name runs to its end once.
    public var name: String
    public var windowFrom: Timestamp
    public var windowUntil: Timestamp
    /// Business time from which the new catalogs hold. It may lie in the past: a rehearsal runs the plan of a past night.
    public var effective: Timestamp
    public var needsApproval: Bool
    public var backlog: Backlog?
    public var steps: [CutoverStep]

    /// Files of all import steps, in order, each once.
    public var files: [String] {
        steps.flatMap(\.imports).reduce(into: []) { names, reference in
            if !names.contains(reference.file) { names.append(reference.file) }
        }
    }
}
