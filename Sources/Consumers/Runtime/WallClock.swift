public import Bus
import Foundation

/// The time of day, only for marks such as "parked at"; nothing is decided by it.
public enum WallClock {
    public static func now() -> Timestamp {
        Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }
}
