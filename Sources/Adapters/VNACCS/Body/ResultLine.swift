public import Events

/// The result line of data types R and M: five results of 15 characters, each `CCCCC-IIII-NNNN`.
public struct ResultLine: Sendable, Hashable {
    public static let places = 5
    public static let width = 75

    /// What is wrong, in order, at most five; empty when the input was accepted.
    public var codes: [ResultCode]

    public init(_ codes: [ResultCode] = []) { self.codes = codes }

    public static let accepted = ResultLine()

    public var isAccepted: Bool { codes.isEmpty }
}

extension ResultLine {
    /// Reads the line that starts at `offset`. Blank places may be cut off.
    /// - Returns: the line, and the offset after its CRLF.
    static func decode(
        _ bytes: [UInt8], at offset: Int, line: Int, form: String
    ) throws(AdapterError) -> (line: ResultLine, next: Int) {
        func wrong(_ code: AdapterError.Code, _ problem: String, at place: Int) -> AdapterError {
            AdapterError(code, form: form, field: "result line", offset: place, line: line, problem: problem)
        }
        guard offset < bytes.count else { throw wrong(.missingItem, "there is no result line", at: offset) }
        guard let end = bytes[offset...].firstIndex(of: 0x0A), end > offset, bytes[end - 1] == 0x0D else {
            throw wrong(.notWellFormed, "the result line does not end with CRLF", at: offset)
        }
        let content = offset..<end - 1
        guard content.count <= width else {
            throw wrong(.itemTooLong, "\(content.count) bytes in a result line of \(width)", at: offset)
        }
        if !TextCheck.isPrintable(bytes, content),
            let bad = bytes[content].firstIndex(where: { !(0x20...0x7E).contains($0) })
        {
            throw wrong(.badItem, "a character that a result line does not allow", at: bad)
        }
        var codes: [ResultCode] = []
        var isAnswered = false
        for start in stride(from: content.lowerBound, to: content.upperBound, by: ResultCode.width) {
            let place = start..<min(start + ResultCode.width, content.upperBound)
            if TextCheck.endOfText(in: bytes, place) == start { continue }
            guard place.count == ResultCode.width, bytes[start + 5] == 0x2D, bytes[start + 10] == 0x2D else {
                throw wrong(.badItem, "a result is not of the form CCCCC-IIII-NNNN", at: start)
            }
            isAnswered = true
            let code = ResultCode(
                code: text(bytes, start..<start + 5), item: text(bytes, start + 6..<start + 10),
                occurrence: text(bytes, start + 11..<start + 15))
            if code.code != ResultCode.success.code { codes.append(code) }
        }
        guard isAnswered else { throw wrong(.missingItem, "the result line is blank", at: offset) }
        return (ResultLine(codes), end + 1)
    }

    /// 75 bytes and CRLF.
    /// - Throws: when there are more than five codes or a part does not fit its place.
    func encoded() throws(AdapterError) -> [UInt8] {
        func wrong(_ code: AdapterError.Code, _ problem: String) -> AdapterError {
            AdapterError(code, field: "result line", problem: problem)
        }
        guard codes.count <= Self.places else { throw wrong(.limitExceeded, "\(codes.count) results, five fit") }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.width + 2)
        for code in codes.isEmpty ? [.success] : codes {
            for (part, width) in [(code.code, 5), (code.item, 4), (code.occurrence, 4)] {
                let text = Array(part.utf8)
                guard text.count <= width else { throw wrong(.itemTooLong, "a part of a result is too long") }
                guard text.allSatisfy({ (0x20...0x7E).contains($0) }) else {
                    throw wrong(.badItem, "a character that a result line does not allow")
                }
                if bytes.count % ResultCode.width != 0 { bytes.append(0x2D) }
                bytes += text
                bytes += [UInt8](repeating: 0x20, count: width - text.count)
            }
        }
        bytes += [UInt8](repeating: 0x20, count: Self.width - bytes.count)
        return bytes + [0x0D, 0x0A]
    }

    private static func text(_ bytes: [UInt8], _ place: Range<Int>) -> String {
        String(decoding: bytes[place.lowerBound..<TextCheck.endOfText(in: bytes, place)], as: UTF8.self)
    }
}
