import Glibc
import Synchronization

/// Frees threads that are stuck in a socket: at a deadline it shuts the socket down from outside, and the blocked call
/// returns with an error.
///
/// librabbitmq writes without a time limit when the broker stops reading. The guard works on a duplicate of the
/// descriptor, so that it can never hit a number the library has closed and the system has given to someone else.
final class SocketGuard: Sendable {
    private struct Watch {
        var duplicate: Int32
        var deadline: ContinuousClock.Instant?
    }

    private struct State {
        /// One entry per open connection.
        var watches: [UInt64: Watch] = [:]
        /// When the thread looks next, by itself. Kept when a deadline is called off, so that a busy connection, which
        /// arms and disarms thousands of times a second, wakes it once per deadline and not each time.
        var wake: ContinuousClock.Instant?
        var thread: ConnectionThread?
    }

    static let shared = SocketGuard()

    private let state = Mutex(State())

    private init() {}

    /// - Parameter id: unique per connection object.
    func watch(_ id: UInt64, socket: Int32) throws(BusError) {
        try startThread()
        let duplicate = fcntl(socket, F_DUPFD_CLOEXEC, 0)
        guard duplicate >= 0 else { throw BusError(.unreachable, "no file descriptor is left", isRetryable: true) }
        let old = state.withLock { $0.watches.updateValue(Watch(duplicate: duplicate), forKey: id) }
        if let old { close(old.duplicate) }
    }

    func forget(_ id: UInt64) {
        // Under the lock, so that the thread cannot be about to use the number.
        state.withLock { state in
            if let watch = state.watches.removeValue(forKey: id) { close(watch.duplicate) }
        }
    }

    /// From here on the connection's thread may block, but not beyond the deadline.
    func arm(_ id: UInt64, until deadline: ContinuousClock.Instant) {
        let thread: ConnectionThread? = state.withLock { state in
            state.watches[id]?.deadline = deadline
            if let wake = state.wake, wake <= deadline { return nil }
            state.wake = deadline
            return state.thread
        }
        thread?.ring()
    }

    func disarm(_ id: UInt64) {
        state.withLock { $0.watches[id]?.deadline = nil }
    }

    private func startThread() throws(BusError) {
        guard state.withLock({ $0.thread == nil }) else { return }
        // The guard is a global and outlives its thread.
        let made = try ConnectionThread(name: "amqp-guard") { [unowned self] in turn() }
        let kept = state.withLock { state in
            state.thread = state.thread ?? made
            return state.thread === made
        }
        // Two connections got here together; the second one's thread is not needed.
        if !kept { made.stop() }
    }

    private func turn() -> ConnectionThread.Next {
        let now = ContinuousClock.now
        let next = state.withLock { state in
            if let wake = state.wake, wake <= now { state.wake = nil }
            for (id, watch) in state.watches {
                guard let deadline = watch.deadline else { continue }
                if deadline <= now {
                    shutdown(watch.duplicate, Int32(SHUT_RDWR))
                    state.watches[id]?.deadline = nil
                } else {
                    state.wake = min(state.wake ?? deadline, deadline)
                }
            }
            return state.wake
        }
        return .wait(socket: -1, events: 0, until: next)
    }
}
