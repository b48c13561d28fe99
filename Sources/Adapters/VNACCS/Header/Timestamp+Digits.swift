import Bus

extension Timestamp {
    /// Reads `yyyyMMdd` and, behind it or elsewhere, `HHmmss` as Vietnam time; midnight without a time. nil when they are
    /// not exactly 8 and 6 digits of a real time.
    init?(date: Range<Int>, time: Range<Int>? = nil, in bytes: [UInt8]) {
        guard date.count == 8, let year = Self.number(in: bytes, date.prefix(4)),
            let month = Self.number(in: bytes, date.dropFirst(4).prefix(2)),
            let day = Self.number(in: bytes, date.dropFirst(6))
        else { return nil }
        var civil = Civil(year: year, month: month, day: day)
        if let time {
            guard time.count == 6, let hour = Self.number(in: bytes, time.prefix(2)),
                let minute = Self.number(in: bytes, time.dropFirst(2).prefix(2)),
                let second = Self.number(in: bytes, time.dropFirst(4))
            else { return nil }
            (civil.hour, civil.minute, civil.second) = (hour, minute, second)
        }
        self.init(vietnam: civil)
    }

    private static func number(in bytes: [UInt8], _ range: Range<Int>) -> Int? {
        var value = 0
        for at in range {
            guard (0x30...0x39).contains(bytes[at]) else { return nil }
            value = value * 10 + Int(bytes[at] - 0x30)
        }
        return value
    }
}
