/// What happens to a worker process at one crossing of one edge.
struct Fault: Codable, Sendable, CustomStringConvertible {
    enum Act: String, Codable, Sendable {
        /// SIGKILL.
        case kill
        /// SIGSTOP: the whole process stands still until somebody wakes it.
        case stop
        /// The thread that crosses waits until somebody opens the gate; the rest of the process goes on.
        case hold
        /// The time of day jumps by a day.
        case dayForward
        case dayBack
    }

    var act: Act
    var edge: FaultEdge
    /// Which crossing of the edge in the life of the process, from 1.
    var crossing: Int

    var description: String { "\(act) at \(edge) \(crossing)" }
}
