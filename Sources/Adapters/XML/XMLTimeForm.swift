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
        let (date, rest) = (bytes.prefix(10), bytes.dropFirst(10))
        guard date.count == 10 else { return nil }
        let yearFirst = date[4] == UInt8(ascii: "-") || date[4] == UInt8(ascii: "/")
        let mark = yearFirst ? date[4] : date[2]
        let allowedMarks: [UInt8]
        let allowsTime: Bool
        let requiresTime: Bool
        switch self {
        case .isoDate, .isoDateTime:
            guard yearFirst else { return nil }
            (allowedMarks, allowsTime, requiresTime) = ([0x2D], self == .isoDateTime, self == .isoDateTime)
        case .dayFirstDate, .dayFirstDateTime:
            guard !yearFirst else { return nil }
            (allowedMarks, allowsTime, requiresTime) = ([0x2D, 0x2F], self == .dayFirstDateTime, self == .dayFirstDateTime)
        case .documentDate, .documentDateTime:
            (allowedMarks, allowsTime, requiresTime) = ([0x2D, 0x2F], true, false)
        }
        let parts = date.split(separator: mark, omittingEmptySubsequences: false).map(Self.number)
        guard allowedMarks.contains(mark), parts.count == 3, date[yearFirst ? 7 : 5] == mark,
            let first = parts[0], let month = parts[1], let last = parts[2]
        else { return nil }
        var civil = Timestamp.Civil(year: yearFirst ? first : last, month: month, day: yearFirst ? last : first)
        if rest.isEmpty {
            guard !requiresTime else { return nil }
        } else {
            let separator = self == .isoDateTime ? UInt8(ascii: "T") : UInt8(ascii: " ")
            guard allowsTime, rest.count == 9, rest.first == separator, rest[13] == 0x3A, rest[16] == 0x3A,
                let hour = Self.number(rest[11...12]), let minute = Self.number(rest[14...15]),
                let second = Self.number(rest[17...18])
            else { return nil }
            (civil.hour, civil.minute, civil.second) = (hour, minute, second)
        }
        return Timestamp(vietnam: civil)
    }

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

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}
