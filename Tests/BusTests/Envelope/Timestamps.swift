import Bus
import Foundation
import TestSupport
import Testing

@Suite struct Timestamps {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("1970-01-01T07:00:00+07:00", 0), ("1969-12-31T23:59:59.999Z", -1),
        ("2025-03-14T23:00:00+07:00", 1_741_968_000_000), ("2025-03-14T16:00:00z", 1_741_968_000_000),
        ("2025-03-14 11:30:00-04:30", 1_741_968_000_000), ("2025-03-14t23:00:00.5+07:00", 1_741_968_000_500),
        ("2025-03-14T23:00:00.1239999+07:00", 1_741_968_000_123), ("2000-02-29T00:00:00Z", 951_782_400_000),
        ("2024-02-29T23:59:59Z", 1_709_251_199_000), ("2025-03-15T00:00:00+23:59", 1_741_910_460_000),
        ("0001-01-01T00:00:00+07:00", -62_135_622_000_000), ("9999-12-31T23:59:59.999+07:00", 253_402_275_599_999),
    ] as [(String, Int64)])
    func readsRFC3339(_ text: String, _ milliseconds: Int64) {
        #expect(Timestamp(rfc3339: text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "2025-03-14", "2025-03-14T23:00:00", "2025-03-14T23:00+07:00", "2025-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
        "2025-04-31T00:00:00Z", "2025-13-01T00:00:00Z", "2025-00-01T00:00:00Z", "2025-01-00T00:00:00Z", "2025-01-01T24:00:00Z",
        "2025-01-01T00:60:00Z", "2025-01-01T00:00:60Z", "2025-01-01T00:00:00.Z", "2025-01-01T00:00:00+7:00",
        "2025-01-01T00:00:00+24:00", "2025-01-01T00:00:00+07:60", "2025-01-01T00:00:00+0700", "2025-01-01T00:00:00Zx",
        "2025-01-01T00:00:00ZZ", " 2025-01-01T00:00:00Z", "25-01-01T00:00:00Z", "2025-1-1T00:00:00Z", "+2025-01-01T00:00:00Z",
        "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59Z", "２０25-01-01T00:00:00Z",
    ])
    func refusesWhatIsNotExactlyThat(_ text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test func writesVietnamTimeWithMillisecondsOnlyWhenThereAreAny() {
        #expect(Timestamp(milliseconds: 1_741_968_000_000).description == "2025-03-14T23:00:00+07:00")
        #expect(Timestamp(milliseconds: 1_741_968_000_007).description == "2025-03-14T23:00:00.007+07:00")
        #expect(Timestamp(milliseconds: 1_741_968_000_000).compact == "20250314230000")
    }

    @Test func compactFormIsExactly14Digits() {
        #expect(Timestamp(compact: "20240229235959") == Timestamp(rfc3339: "2024-02-29T23:59:59+07:00"))
        for text in ["", "2024022923595", "202402292359590", "20230229000000", "2024022924000a", "20241301000000"] {
            #expect(Timestamp(compact: text) == nil)
        }
    }

    @Test func extremesAreShownAsTheNearestTimeThatHasAText() {
        #expect(Timestamp(milliseconds: .min).description == "0001-01-01T00:00:00+07:00")
        #expect(Timestamp(milliseconds: .max).description == "9999-12-31T23:59:59.999+07:00")
        #expect(Timestamp(milliseconds: .max).compact == "99991231235959")
        #expect(!Timestamp(milliseconds: .max).isWritable)
        #expect(Timestamp(milliseconds: 0).isWritable)
    }

    /// Foundation's proleptic Gregorian calendar is the referee.
    @Test func civilFieldsAgreeWithFoundationAndComeBack() throws {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 7 * 3600))
        var generator = SeededGenerator(seed: 2025)
        for _ in 0..<5000 {
            // From 1583, the first year that Foundation's calendar counts as Gregorian, to 9999.
            let milliseconds = Int64.random(in: -12_212_553_600_000 ... 253_402_275_599_999, using: &generator)
            let time = Timestamp(milliseconds: milliseconds)
            let civil = time.vietnam
            let seconds = milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000
            let fields = calendar.dateComponents(
                [.year, .month, .day, .hour, .minute, .second], from: Date(timeIntervalSince1970: Double(seconds)))
            #expect([civil.year, civil.month, civil.day] == [fields.year, fields.month, fields.day])
            #expect([civil.hour, civil.minute, civil.second] == [fields.hour, fields.minute, fields.second])
            #expect(Timestamp(vietnam: civil) == time)
            #expect(Timestamp(rfc3339: time.description) == time)
            #expect(Timestamp(compact: time.compact)?.milliseconds == seconds * 1000)
        }
    }

    @Test func everyDayOfFourCenturiesFollowsTheOneBefore() throws {
        var day = try #require(Timestamp(rfc3339: "1900-01-01T00:00:00+07:00"))
        var last = day.description
        for _ in 0..<146_097 {
            day.milliseconds += 86_400_000
            let text = day.description
            #expect(text > last)
            #expect(Timestamp(rfc3339: text) == day)
            last = text
        }
        #expect(last.hasPrefix("2300-01-01"))
    }
}
