import Bus
import Synchronization

/// The rows that were committed last and that nobody has read yet, so that a dispatcher that keeps up need not read back
/// from the file what this process has just written.
///
/// Holds consecutive positions only. Whoever asks for anything else reads the file, which has everything; what is here may
/// be forgotten at any time.
final class OutboxTail: Sendable {
    /// At most this many rows of together this many bytes are held; with more, nobody keeps up and all are forgotten.
    static let maximumRows = 4096
    static let maximumBytes = 8 * 1024 * 1024

    fileprivate struct Rows {
        /// Ascending without gaps.
        var rows: [OutboxRow] = []
        var bytes = 0

        mutating func forget() {
            rows.removeAll()
            bytes = 0
        }
    }

    private let state = Mutex(Rows())

    /// Adds what a transaction has written, in order of position, after its commit.
    func committed(_ rows: [OutboxRow]) {
        guard let first = rows.first else { return }
        state.withLock { state in
            // Another process has written in between.
            if let last = state.rows.last, last.position + 1 != first.position { state.forget() }
            state.rows += rows
            state.bytes += rows.reduce(0) { $0 + $1.event.bytes.count }
            if state.rows.count > Self.maximumRows || state.bytes > Self.maximumBytes { state.forget() }
        }
    }

    /// Takes out the rows behind `position`, at most so many.
    /// - Returns: nil when the row behind `position` is not the first one held: then the file must be asked.
    func take(after position: Int64, limit: Int) -> [OutboxRow]? {
        state.withLock { state in
            // What was read from the file meanwhile.
            while let first = state.rows.first, first.position <= position, let last = state.rows.last {
                if last.position <= position { state.forget() } else { state.drop(Int(position - first.position) + 1) }
            }
            guard limit > 0, let first = state.rows.first, first.position - 1 == position else { return nil }
            let taken = Array(state.rows.prefix(limit))
            state.drop(taken.count)
            return taken
        }
    }

    /// Forgets everything when one of these rows is held: what is here counts as unsent.
    func sent(_ positions: [Int64]) {
        state.withLock { state in
            guard let first = state.rows.first else { return }
            if positions.contains(where: { $0 >= first.position }) { state.forget() }
        }
    }
}

extension OutboxTail.Rows {
    fileprivate mutating func drop(_ count: Int) {
        guard count < rows.count else { return forget() }
        bytes -= rows.prefix(count).reduce(0) { $0 + $1.event.bytes.count }
        rows.removeFirst(count)
    }
}
