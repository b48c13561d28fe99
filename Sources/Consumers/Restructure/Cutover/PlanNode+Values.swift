import Bus

extension PlanNode {
    func time(_ what: String) throws(RestructureError) -> Timestamp {
        guard let time = Timestamp(rfc3339: try text(what)) else {
            throw wrong("\(what) is not an RFC 3339 time with an offset, e.g. 2025-03-15T00:00:00+07:00")
        }
        return time
    }

    /// `90s`, `15m` or `2h`; more than zero and at most a day.
    func duration(_ what: String) throws(RestructureError) -> Duration {
        let text = try text(what)
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600]
        guard let unit = text.last.flatMap({ units[$0] }), let number = Int64(text.dropLast()), number > 0,
            number <= 86_400 / unit
        else { throw wrong("\(what) is not a duration such as 90s, 15m or 2h, at most 24h") }
        return .seconds(number * unit)
    }

    /// 1 to 10^9.
    func count(_ what: String) throws(RestructureError) -> Int64 {
        guard let number = Int64(try text(what)), (1...1_000_000_000).contains(number) else {
            throw wrong("\(what) is not a number from 1 to 1000000000")
        }
        return number
    }

    /// Lower-case letters, digits and hyphens: it becomes part of record keys and actors.
    func name(_ what: String) throws(RestructureError) -> String {
        let text = try text(what)
        guard text.utf8.count <= 64, text.first != "-",
            text.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D })
        else { throw wrong("\(what) is not a name of at most 64 lower-case letters, digits and hyphens") }
        return text
    }
}
