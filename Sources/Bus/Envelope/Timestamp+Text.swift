extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in Vietnam time, with milliseconds only when there are any: `2025-03-14T23:00:00+07:00`.
    public var description: String {
        String(unsafeUninitializedCapacity: Self.maximumText) { write(to: $0) }
    }

    /// Bytes that the text of any time has room in.
    static let maximumText = 40

    /// Writes the text that `description` is.
    /// - Parameter buffer: of at least `maximumText` bytes.
    /// - Returns: how many bytes it wrote.
    func write(to buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
        let c = vietnam
        var writer = DigitWriter(buffer)
        writer.put(c.year, 4)
        writer.put("-")
        writer.put(c.month, 2)
        writer.put("-")
        writer.put(c.day, 2)
        writer.put("T")
        writer.put(c.hour, 2)
        writer.put(":")
        writer.put(c.minute, 2)
        writer.put(":")
        writer.put(c.second, 2)
        if c.millisecond != 0 {
            writer.put(".")
            writer.put(c.millisecond, 3)
        }
        writer.put("+")
        writer.put(7, 2)
        writer.put(":")
        writer.put(0, 2)
        return writer.count
    }

    /// `yyyyMMddHHmmss` in Vietnam time, the form of VNACCS headers.
    public var compact: String {
        let c = vietnam
        return String(unsafeUninitializedCapacity: 14) { buffer in
            var writer = DigitWriter(buffer)
            writer.put(c.year, 4)
            for part in [c.month, c.day, c.hour, c.minute, c.second] { writer.put(part, 2) }
            return writer.count
        }
    }

    /// Reads RFC 3339 with any offset or `Z`; nil when it is not exactly that, for a leap second, which no system here
    /// counts, and outside the years 1 to 9999 in Vietnam.
    public init?(rfc3339 text: String) {
        var text = text
        guard let time = text.withUTF8({ Timestamp(rfc3339: $0) }) else { return nil }
        self = time
    }

    /// As `init(rfc3339:)` of a string, from its UTF-8.
    init?(rfc3339 text: UnsafeBufferPointer<UInt8>) {
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
        guard isWritable else { return nil }
    }

    /// Reads `yyyyMMddHHmmss` as Vietnam time; nil when it is not exactly 14 digits of a real time.
    public init?(compact text: String) {
        var text = text
        guard let time = text.withUTF8({ Timestamp(compact: $0) }) else { return nil }
        self = time
    }

    private init?(compact text: UnsafeBufferPointer<UInt8>) {
        var reader = DigitReader(text)
        guard let year = reader.number(4), let month = reader.number(2), let day = reader.number(2),
            let hour = reader.number(2), let minute = reader.number(2), let second = reader.number(2), reader.atEnd
        else { return nil }
        self.init(
            vietnam: Civil(year: year, month: month, day: day, hour: hour, minute: minute, second: second))
    }
}
