public import Bus
import Foundation

/// The wall clock as stores use it when nobody gives them another: for times of recording, never for a decision.
public enum SystemClock {
    public static func now() -> Timestamp {
        var time = timespec()
        // Cannot fail: the clock exists everywhere and the pointer is ours.
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
