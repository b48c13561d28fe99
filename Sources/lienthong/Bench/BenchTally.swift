import Synchronization

/// What the callers of one measurement share: which messages are whose, and how many are done.
final class BenchTally: Sendable {
    private let total: Int
    private let taken = Atomic<Int>(0)
    private let done: Mutex<(events: Int, meter: Meter)>

    init(_ mode: String, total: Int) {
        self.total = total
        done = Mutex((0, Meter(mode, messages: total)))
    }

    /// The next numbers, at most so many; nil when all are taken.
    func take(_ count: Int) -> Range<Int>? {
        let first = taken.wrappingAdd(count, ordering: .relaxed).oldValue
        return first < total ? first..<min(first + count, total) : nil
    }

    func finished(_ count: Int) {
        done.withLock { done in
            done.events += count
            done.meter.advanced(to: done.events)
        }
    }

    var measurement: Measurement { done.withLock { $0.meter.finish() } }
}
