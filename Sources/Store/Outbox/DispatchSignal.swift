import Synchronization

/// Says that there may be something to do; many calls between two looks are one.
///
/// Whoever waits takes `count` first, looks for work, and then waits for the count to have moved: a `wake()` between the
/// look and the wait is not lost. Any number of tasks may wait.
public final class DispatchSignal: Sendable {
    private struct State {
        var count: UInt64 = 0
        var lastWaiter: UInt64 = 0
        /// Bounded by the number of tasks that wait at this moment.
        var waiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    public init() {}

    /// How often `wake()` has been called.
    public var count: UInt64 { state.withLock { $0.count } }

    /// Wakes everybody who waits. Never blocks; may be called from any thread.
    public func wake() {
        let waiters = state.withLock { state in
            state.count &+= 1
            defer { state.waiters.removeAll() }
            return state.waiters
        }
        for waiter in waiters.values { waiter.resume() }
    }

    /// Returns when `count` is not `seen` any more, when `deadline` has passed, or when the task is cancelled.
    public func wait(after seen: UInt64, atMost deadline: Duration) async {
        guard count == seen, deadline > .zero else { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.wait(after: seen) }
            // A cancelled sleep is the end of the wait as well, not an error.
            group.addTask { try? await Task.sleep(for: deadline) }
            await group.next()
            group.cancelAll()
        }
    }

    /// Returns when `count` is not `seen` any more, or when the task is cancelled.
    public func wait(after seen: UInt64) async {
        let id = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let waits = state.withLock { state in
                    guard state.count == seen, !Task.isCancelled else { return false }
                    state.waiters[id] = continuation
                    return true
                }
                if !waits { continuation.resume() }
            }
        } onCancel: {
            // Either the waiter is found here, or it finds the task cancelled before it enters itself.
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume()
        }
    }
}
