extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in Vietnam time, with milliseconds only when there are any: `2025-03-14T23:00:00+07:00`.
    public var description: String {
        let c = vietnam
        var text = "\(Self.pad(c.year, 4))-\(Self.pad(c.month, 2))-\(Self.pad(c.day, 2))T"
        text += "\(Self.pad(c.hour, 2)):\(Self.pad(c.minute, 2)):\(Self.pad(c.second, 2))"
        if c.millisecond != 0 { text += ".\(Self.pad(c.millisecond, 3))" }
        return text + "+07:00"
    }

    /// `yyyyMMddHHmmss` in Vietnam time, the form of VNACCS headers.
    public var compact: String {
        let c = vietnam
        return Self.pad(c.year, 4) + Self.pad(c.month, 2) + Self.pad(c.day, 2)
            + Self.pad(c.hour, 2) + Self.pad(c.minute, 2) + Self.pad(c.second, 2)
    }

    /// Reads RFC 3339 with any offset or `Z`; nil when it is not exactly that.
    public init?(rfc3339 text: String) {
        var reader = DigitReader(text)
        guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2), reader.skip("-"),
            let day = reader.number(2), reader.skip("T") || reader.skip("t") || reader.skip(" "),
            let hour = reader.number(2), reader.skip(":"), let minute = reader.number(2), reader.skip(":"),
            let second = reader.number(2)
        else { return nil }
        var millisecond = 0
        if reader.skip(".") {
            guard let fraction = reader.fraction() else { return nil }
            millisecond = fraction
        }
        let offset: Int64
        if reader.skip("Z") || reader.skip("z") {
            offset = 0
        } else {
            let negative = reader.skip("-")
            guard negative || reader.skip("+"), let h = reader.number(2), reader.skip(":"), let m = reader.number(2),
                h <= 23, m <= 59
            else { return nil }
            offset = Int64(h * 60 + m) * (negative ? -60_000 : 60_000)
        }
        guard reader.atEnd,
            let local = Timestamp(
                vietnam: Civil(
                    year: year, month: month, day: day, hour: hour, minute: minute, second: second,
                    millisecond: millisecond))
        else { return nil }
        self.init(milliseconds: local.milliseconds + Self.offset - offset)
    }

    /// Reads `yyyyMMddHHmmss` as Vietnam time; nil when it is not exactly 14 digits of a real time.
    public init?(compact text: String) {
        var reader = DigitReader(text)
        guard let year = reader.number(4), let month = reader.number(2), let day = reader.number(2),
            let hour = reader.number(2), let minute = reader.number(2), let second = reader.number(2), reader.atEnd
        else { return nil }
        self.init(
            vietnam: Civil(year: year, month: month, day: day, hour: hour, minute: minute, second: second))
    }

    /// Writes a number below 10^width with leading zeros.
    static func pad(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}

/// Reads fixed-width digit groups out of ASCII text.
struct DigitReader {
    private let bytes: [UInt8]
    private var index = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    var atEnd: Bool { index == bytes.count }

    mutating func number(_ width: Int) -> Int? {
        guard index + width <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[index..<index + width] {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        index += width
        return value
    }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    /// One or more fraction digits, as milliseconds; what is finer is cut off.
    mutating func fraction() -> Int? {
        let start = index
        var value = 0
        var scale = 100
        while index < bytes.count, (0x30...0x39).contains(bytes[index]) {
            value += Int(bytes[index] - 0x30) * scale
            scale /= 10
            index += 1
        }
        return index > start ? value : nil
    }
}
