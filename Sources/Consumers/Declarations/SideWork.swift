import Dispatch
import Synchronization

/// Values that only have to be there at the end of a transaction, made on another thread while it goes on, and handed out in
/// order.
///
/// What the other thread has not begun by then, the asking thread makes itself: it never waits for a thread to come free, and
/// the few values that a lone event gives cost no other thread at all. Used by one thread.
final class SideWork<Value: Sendable> {
    typealias Make = @Sendable () -> Value

    /// Enough to be worth waking a thread: some hundred microseconds of work.
    private static var pieceSize: Int { 64 }

    /// Less than a piece.
    private var rest: [Make] = []
    /// Bounded by the transaction, whose values these are.
    private var pieces: [Piece] = []

    func add(_ make: @escaping Make) {
        rest.append(make)
        guard rest.count == Self.pieceSize else { return }
        let piece = Piece(rest)
        rest.removeAll(keepingCapacity: true)
        pieces.append(piece)
        SideQueue.queue.async { piece.make() }
    }

    /// Hands out all values and forgets them.
    func forEach(_ body: (Value) throws -> Void) rethrows {
        defer {
            pieces = []
            rest = []
        }
        for piece in pieces {
            for value in piece.values() { try body(value) }
        }
        for make in rest { try body(make()) }
    }

    private final class Piece: Sendable {
        private enum State {
            case waiting([Make])
            case running
            case made([Value])
        }

        private let state: Mutex<State>
        private let isMade = DispatchSemaphore(value: 0)

        init(_ makes: [Make]) { state = Mutex(.waiting(makes)) }

        /// Unless somebody has begun already.
        func make() {
            let makes = state.withLock { state -> [Make] in
                guard case .waiting(let makes) = state else { return [] }
                state = .running
                return makes
            }
            guard !makes.isEmpty else { return }
            let values = makes.map { $0() }
            state.withLock { $0 = .made(values) }
            isMade.signal()
        }

        /// Asked for once. The wait is for work that is under way on another thread, and waits for nobody itself.
        func values() -> [Value] {
            make()
            isMade.wait()
            return state.withLock { state in
                guard case .made(let values) = state else { return [] }
                return values
            }
        }
    }
}

/// One thread beside the writing one is all that two processors have.
private enum SideQueue {
    static let queue = DispatchQueue(label: "lienthong side work")
}
