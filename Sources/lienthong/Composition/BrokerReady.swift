import Synchronization

/// Opens once, when the broker has everything that is declared at start; many may wait for it.
final class BrokerReady: Sendable {
    private struct State {
        var isOpen = false
        var next = 0
        /// One for each service that waits; a process has a handful.
        var waiting: [Int: CheckedContinuation<Void, any Error>] = [:]
    }

    private let state = Mutex(State())

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for continuation in waiting { continuation.resume() }
    }

    /// - Throws: `CancellationError` when the task is cancelled first.
    func wait() async throws {
        let place = state.withLock { state in
            state.next += 1
            return state.next
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let immediate: Result<Void, any Error>? = state.withLock { state in
                    if state.isOpen { return .success(()) }
                    if Task.isCancelled { return .failure(CancellationError()) }
                    state.waiting[place] = continuation
                    return nil
                }
                if let immediate { continuation.resume(with: immediate) }
            }
        } onCancel: {
            let continuation = state.withLock { $0.waiting.removeValue(forKey: place) }
            continuation?.resume(throwing: CancellationError())
        }
    }
}
