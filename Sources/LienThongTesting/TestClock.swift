public import Bus
import Synchronization

/// The time of a test: it stands still until the test moves it.
public final class TestClock: Sendable {
    private let time: Mutex<Timestamp>

    /// - Parameter start: 17 March 2025, 08:00 in Vietnam, by default.
    public init(at start: Timestamp = TestClock.morning) { time = Mutex(start) }

    /// 17 March 2025, 08:00 in Vietnam.
    public static let morning = Timestamp(milliseconds: 1_742_173_200_000)

    public var now: Timestamp { time.withLock { $0 } }

    public func set(to time: Timestamp) { self.time.withLock { $0 = time } }

    /// - Parameter duration: may be negative; parts of a millisecond are dropped.
    public func advance(by duration: Duration) {
        let (seconds, attoseconds) = duration.components
        time.withLock { $0.milliseconds += seconds * 1000 + attoseconds / 1_000_000_000_000_000 }
    }
}
