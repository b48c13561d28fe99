import ArgumentParser

/// What `bench path` measures.
enum PathPart: String, CaseIterable, Sendable, ExpressibleByArgument {
    /// Raw C that does no work; measured with `path` and `pool` too, which are compared with it.
    case ceiling
    case path
    case pool
    /// The pool alone once more, with one event in a hundred that cannot be applied.
    case poison
    case latency
    /// Latency of status changes while the owner of half of the partitions is killed.
    case takeover
    /// CPU time of each stage alone.
    case stages
}
