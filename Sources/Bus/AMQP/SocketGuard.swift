import Glibc
import Synchronization

/// Frees threads that are stuck in a socket: at a deadline it shuts the socket down from outside, and the blocked call
/// returns with an error.
///
/// librabbitmq writes without a time limit when the broker stops reading. The guard works on a duplicate of the
/// descriptor, so that it can never hit a number the library has closed and the system has given to someone else.
final class SocketGuard: Sendable {
    private struct Watch {
        var id: UInt64
        var duplicate: Int32
        var deadline: ContinuousClock.Instant?
    }

    private struct State {
        /// One entry per open connection. Few, and looked up at each turn, for which an array needs no allocation.
        var watches: [Watch] = []
        /// When the thread looks next, by itself. Kept when a deadline is called off, so that a busy connection, which
        /// arms and disarms thousands of times a second, wakes it once per deadline and not each time.
        var wake: ContinuousClock.Instant?
        var thread: ConnectionThread?

        func index(_ id: UInt64) -> Int? { watches.firstIndex { $0.id == id } }

        mutating func remove(_ id: UInt64) {
            if let index = index(id) { close(watches.remove(at: index).duplicate) }
        }
    }

    static let shared = SocketGuard()

    private let state = Mutex(State())

    private init() {}

    /// - Parameter id: unique per connection object.
    func watch(_ id: UInt64, socket: Int32) throws(BusError) {
        try startThread()
        let duplicate = fcntl(socket, F_DUPFD_CLOEXEC, 0)
        guard duplicate >= 0 else { throw BusError(.unreachable, "no file descriptor is left", isRetryable: true) }
        state.withLock { state in
            state.remove(id)
            state.watches.append(Watch(id: id, duplicate: duplicate))
        }
    }

    func forget(_ id: UInt64) {
        // Under the lock, so that the thread cannot be about to use the number.
        state.withLock { $0.remove(id) }
    }

    /// From here on the connection's thread may block, but not beyond the deadline.
    func arm(_ id: UInt64, until deadline: ContinuousClock.Instant) {
        let thread: ConnectionThread? = state.withLock { state in
            if let index = state.index(id) { state.watches[index].deadline = deadline }
            if let wake = state.wake, wake <= deadline { return nil }
            state.wake = deadline
            return state.thread
        }
        thread?.ring()
    }

    func disarm(_ id: UInt64) {
        state.withLock { state in
            if let index = state.index(id) { state.watches[index].deadline = nil }
        }
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
            for index in state.watches.indices {
                guard let deadline = state.watches[index].deadline else { continue }
                if deadline <= now {
                    shutdown(state.watches[index].duplicate, Int32(SHUT_RDWR))
                    state.watches[index].deadline = nil
                } else {
                    state.wake = min(state.wake ?? deadline, deadline)
                }
            }
            return state.wake
        }
        return .wait(socket: -1, events: 0, until: next)
    }
}
