import Bus

extension VNACCSHeader {
    /// The 400 bytes of the header with the length field for a body of `bodyBytes`.
    /// - Throws: `AdapterError` for a value wider than its field, in bytes, or with characters that it does not allow,
    ///   and when the whole message would not fit the six digits of the length field.
    public func encoded(bodyBytes: Int) throws(AdapterError) -> [UInt8] {
        let total = HeaderField.headerBytes + bodyBytes
        guard (HeaderField.headerBytes...999_999).contains(total) else {
            throw Self.wrong(.badLength, .length, "a message of \(total) bytes does not fit the length field")
        }
        var bytes = [UInt8](repeating: 0x20, count: HeaderField.lineEnd)
        bytes.reserveCapacity(total)
        let values: [(HeaderField, String)] = [
            (.control, channel.rawValue + (morePending ? "P" : "")), (.procedure, procedure),
            (.outputCode, outputCode), (.centreTime, centreTime?.compact ?? ""), (.user, user),
            (.password, password.text), (.terminal, terminal), (.mailAddress, mailAddress), (.subject, subject),
            (.rtp, rtp), (.server, server), (.dataInfo, dataInfo), (.division, division),
            (.endFlag, isLastPart ? "E" : ""), (.dataType, dataType?.rawValue ?? ""),
            (.sendGuard, sendGuard ? "*" : ""), (.inputNumber, inputNumber), (.index, index), (.pattern, pattern),
            (.system, system), (.displayCode, displayCode),
        ]
        for (field, value) in values { try Self.put(value, in: field, of: &bytes) }
        let digits = String(total)
        try Self.put(String(repeating: "0", count: 6 - digits.utf8.count) + digits, in: .length, of: &bytes)
        bytes.append(0x0D)
        bytes.append(0x0A)
        return bytes
    }

    private static func put(_ value: String, in field: HeaderField, of bytes: inout [UInt8]) throws(AdapterError) {
        guard value.utf8.count <= field.width else {
            throw wrong(.itemTooLong, field, "\(value.utf8.count) bytes in a header field of \(field.width)")
        }
        var at = field.offset
        for byte in value.utf8 {
            guard (0x20...0x7E).contains(byte) || (field.allowsText && byte >= 0x80) else {
                throw wrong(.badItem, field, "a character that this header field does not allow", at: at)
            }
            bytes[at] = byte
            at += 1
        }
    }
}
