/// A point in time with millisecond resolution, written in Vietnam time (UTC+7, no daylight saving).
///
/// Business times come from the systems as local time without an offset; events carry RFC 3339 text with `+07:00`.
/// Milliseconds keep comparison and storage integral.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public var milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public static func < (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds < b.milliseconds }

    /// Offset of Vietnam time from UTC in milliseconds.
    static let offset: Int64 = 7 * 3_600_000

    /// The years 1 to 9999 in Vietnam, which four digits can write, in milliseconds since 1970-01-01T00:00:00Z.
    private static let writable = (-62_135_596_800_000 - offset)...(253_402_300_799_999 - offset)

    /// Whether the time lies in the years 1 to 9999, so that its text says it exactly.
    public var isWritable: Bool { Self.writable.contains(milliseconds) }
}

extension Timestamp {
    /// The civil fields in Vietnam time.
    public struct Civil: Sendable, Hashable {
        public var year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, millisecond: Int

        public init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, millisecond: Int = 0) {
            self.year = year
            self.month = month
            self.day = day
            self.hour = hour
            self.minute = minute
            self.second = second
            self.millisecond = millisecond
        }
    }

    /// A Vietnam local time; nil when a field is out of range (month 13, 30 February, hour 24).
    public init?(vietnam c: Civil) {
        guard (1...12).contains(c.month), (0...23).contains(c.hour), (0...59).contains(c.minute),
            (0...59).contains(c.second), (0...999).contains(c.millisecond), (1...9999).contains(c.year),
            c.day >= 1, c.day <= Self.days(in: c.month, of: c.year)
        else { return nil }
        let days = Self.daysFromEpoch(c.year, c.month, c.day)
        let local = ((days * 24 + Int64(c.hour)) * 60 + Int64(c.minute)) * 60 + Int64(c.second)
        self.init(milliseconds: local * 1000 + Int64(c.millisecond) - Self.offset)
    }

    /// The civil fields; a time outside the years 1 to 9999 is shown as the nearest moment within them.
    public var vietnam: Civil {
        let local = min(max(milliseconds, Self.writable.lowerBound), Self.writable.upperBound) + Self.offset
        let day = local >= 0 ? local / 86_400_000 : (local - 86_399_999) / 86_400_000
        let rest = Int(local - day * 86_400_000)
        let (y, m, d) = Self.civil(fromDays: day)
        return Civil(
            year: y, month: m, day: d, hour: rest / 3_600_000, minute: rest / 60_000 % 60,
            second: rest / 1000 % 60, millisecond: rest % 1000)
    }

    static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    // Proleptic Gregorian calendar by 400-year eras, counted from 1 March so that leap days fall at an era year's end.
    private static func daysFromEpoch(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
        let y = Int64(month <= 2 ? year - 1 : year)
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * Int64(month + (month > 2 ? -3 : 9)) + 2) / 5 + Int64(day) - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func civil(fromDays days: Int64) -> (Int, Int, Int) {
        let z = days + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let m = (5 * dayOfYear + 2) / 153
        let day = Int(dayOfYear - (153 * m + 2) / 5 + 1)
        let month = Int(m < 10 ? m + 3 : m - 9)
        return (Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0), month, day)
    }
}
