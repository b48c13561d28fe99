import Store
import Synchronization

/// Says that the drop folders are to stop after the file under way.
final class DropFolderStop: Sendable {
    private struct State {
        var isRequested = false
        /// One for each system.
        var signals: [DispatchSignal] = []
    }

    private let state = Mutex(State())

    var isRequested: Bool { state.withLock(\.isRequested) }

    /// Wakes the signal on a stop, at once when it was asked for already.
    func wakes(_ signal: DispatchSignal) {
        let now = state.withLock { state in
            state.signals.append(signal)
            return state.isRequested
        }
        if now { signal.wake() }
    }

    func request() {
        let signals = state.withLock { state in
            state.isRequested = true
            return state.signals
        }
        for signal in signals { signal.wake() }
    }
}
