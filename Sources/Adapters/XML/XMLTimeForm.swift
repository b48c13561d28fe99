import Bus

/// How a system writes dates and times; always Vietnam time.
enum XMLTimeForm: Sendable, Hashable {
    /// `yyyy-MM-dd`.
    case isoDate
    /// `yyyy-MM-ddTHH:mm:ss`.
    case isoDateTime
    /// `dd-MM-yyyy`; read with slashes too.
    case dayFirstDate
    /// `dd-MM-yyyy HH:mm:ss`; read with slashes too.
    case dayFirstDateTime
    /// Written `yyyy/MM/dd`; read in either order, with slashes or hyphens, with or without `HH:mm:ss`.
    case documentDate
    /// Written `yyyy/MM/dd HH:mm:ss`; read as `documentDate`.
    case documentDateTime

    /// For error messages.
    var pattern: String {
        switch self {
        case .isoDate: "yyyy-MM-dd"
        case .isoDateTime: "yyyy-MM-ddTHH:mm:ss"
        case .dayFirstDate: "dd-MM-yyyy"
        case .dayFirstDateTime: "dd-MM-yyyy HH:mm:ss"
        case .documentDate, .documentDateTime: "yyyy/MM/dd or dd/MM/yyyy, with or without HH:mm:ss"
        }
    }

    /// nil when it is not exactly of the form, or no real date or time.
    func read(_ bytes: Span<UInt8>) -> Timestamp? {
        guard bytes.count == 10 || bytes.count == 19, hasTime == nil || hasTime == (bytes.count == 19) else { return nil }
        let yearFirst = Self.isMark(bytes[4])
        let (firstMark, secondMark) = yearFirst ? (4, 7) : (2, 5)
        let mark = bytes[firstMark]
        guard Self.isMark(mark), bytes[secondMark] == mark, isYearFirst == yearFirst || isYearFirst == nil,
            mark == UInt8(ascii: "-") || allowsSlash,
            let year = Self.number(bytes, yearFirst ? 0..<4 : 6..<10),
            let month = Self.number(bytes, yearFirst ? 5..<7 : 3..<5),
            let day = Self.number(bytes, yearFirst ? 8..<10 : 0..<2)
        else { return nil }
        var civil = Timestamp.Civil(year: year, month: month, day: day)
        if bytes.count == 19 {
            guard bytes[10] == UInt8(ascii: self == .isoDateTime ? "T" : " "), bytes[13] == UInt8(ascii: ":"),
                bytes[16] == UInt8(ascii: ":"), let hour = Self.number(bytes, 11..<13),
                let minute = Self.number(bytes, 14..<16), let second = Self.number(bytes, 17..<19)
            else { return nil }
            (civil.hour, civil.minute, civil.second) = (hour, minute, second)
        }
        return Timestamp(vietnam: civil)
    }

    /// nil where both are read.
    private var hasTime: Bool? {
        switch self {
        case .isoDate, .dayFirstDate: false
        case .isoDateTime, .dayFirstDateTime: true
        case .documentDate, .documentDateTime: nil
        }
    }

    /// nil where both are read.
    private var isYearFirst: Bool? {
        switch self {
        case .isoDate, .isoDateTime: true
        case .dayFirstDate, .dayFirstDateTime: false
        case .documentDate, .documentDateTime: nil
        }
    }

    private var allowsSlash: Bool { self != .isoDate && self != .isoDateTime }

    func text(of time: Timestamp) -> String {
        let civil = time.vietnam
        let mark: Unicode.Scalar = self == .documentDate || self == .documentDateTime ? "/" : "-"
        // The longest form has 19 characters.
        return String(unsafeUninitializedCapacity: 19) { buffer in
            var count = 0
            func put(_ character: Unicode.Scalar) {
                buffer[count] = UInt8(ascii: character)
                count += 1
            }
            func put(_ number: Int) {
                buffer[count] = 0x30 + UInt8(number / 10)
                buffer[count + 1] = 0x30 + UInt8(number % 10)
                count += 2
            }
            func putYear() {
                put(civil.year / 100)
                put(civil.year % 100)
            }
            switch self {
            case .isoDate, .isoDateTime, .documentDate, .documentDateTime:
                putYear()
                put(mark)
                put(civil.month)
                put(mark)
                put(civil.day)
            case .dayFirstDate, .dayFirstDateTime:
                put(civil.day)
                put(mark)
                put(civil.month)
                put(mark)
                putYear()
            }
            switch self {
            case .isoDate, .dayFirstDate, .documentDate: return count
            case .isoDateTime: put("T")
            case .dayFirstDateTime, .documentDateTime: put(" ")
            }
            put(civil.hour)
            put(":")
            put(civil.minute)
            put(":")
            put(civil.second)
            return count
        }
    }

    private static func isMark(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/") }

    private static func number(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        var value = 0
        for index in range {
            guard (0x30...0x39).contains(bytes[index]) else { return nil }
            value = value * 10 + Int(bytes[index] - 0x30)
        }
        return value
    }
}
