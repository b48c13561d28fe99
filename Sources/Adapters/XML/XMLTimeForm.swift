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
    func read(_ text: String) -> Timestamp? {
        let bytes = Array(text.utf8)
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
        let compact = time.compact
        let (year, month, day) = (compact.prefix(4), compact.dropFirst(4).prefix(2), compact.dropFirst(6).prefix(2))
        let clock = "\(compact.dropFirst(8).prefix(2)):\(compact.dropFirst(10).prefix(2)):\(compact.dropFirst(12))"
        return switch self {
        case .isoDate: "\(year)-\(month)-\(day)"
        case .isoDateTime: "\(year)-\(month)-\(day)T\(clock)"
        case .dayFirstDate: "\(day)-\(month)-\(year)"
        case .dayFirstDateTime: "\(day)-\(month)-\(year) \(clock)"
        case .documentDate: "\(year)/\(month)/\(day)"
        case .documentDateTime: "\(year)/\(month)/\(day) \(clock)"
        }
    }

    private static func isMark(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/") }

    private static func number(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
        var value = 0
        for index in range {
            guard (0x30...0x39).contains(bytes[index]) else { return nil }
            value = value * 10 + Int(bytes[index] - 0x30)
        }
        return value
    }
}
