import DequeModule

/// Where a reader of a stream stands: what to skip, and where to go on after a lost connection.
///
/// The queue of offsets is bounded by prefetch and one chunk, which the broker enforces.
struct StreamPosition {
    private(set) var start: StreamStart
    private var offsets: Deque<(tag: UInt64, offset: UInt64)> = []
    private var highest: UInt64?

    init(start: StreamStart) { self.start = start }

    enum Verdict: Equatable {
        case deliver(redelivered: Bool)
        /// Before the offset that was asked for: the broker begins at a chunk's first message.
        case skip
    }

    mutating func received(tag: UInt64, offset: UInt64) -> Verdict {
        if case .offset(let first) = start, offset < first { return .skip }
        let before = highest.map { offset <= $0 } ?? false
        highest = max(highest ?? offset, offset)
        offsets.append((tag, offset))
        return .deliver(redelivered: before)
    }

    /// Everything up to this delivery tag has been acknowledged.
    mutating func acknowledged(upTo tag: UInt64) {
        while let first = offsets.first, first.tag <= tag {
            start = .offset(first.offset + 1)
            offsets.removeFirst()
        }
    }

    /// The next connection starts with the oldest message that was not acknowledged.
    mutating func lost() {
        if let first = offsets.first { start = .offset(first.offset) }
        offsets.removeAll()
    }
}
