import Bus

extension CheckedHeader {
    /// The CRLF at byte 398, and the length field against the real length.
    static func checkFrame(_ bytes: [UInt8]) throws(AdapterError) {
        if bytes.isEmpty { throw AdapterError(.empty, problem: "the message has no bytes") }
        guard bytes.count <= Limits.nativeMessageBytes else {
            throw AdapterError(
                .tooLarge, problem: "the message has \(bytes.count) bytes, the limit is \(Limits.nativeMessageBytes)")
        }
        guard bytes.count >= HeaderField.headerBytes else {
            throw AdapterError(
                .badHeader, offset: bytes.count, line: 1,
                problem: "the message ends after \(bytes.count) bytes, within its header of 400")
        }
        guard bytes[HeaderField.lineEnd] == 0x0D, bytes[HeaderField.lineEnd + 1] == 0x0A else {
            throw AdapterError(
                .badHeader, offset: HeaderField.lineEnd, line: 1,
                problem: "the header does not end with CRLF at byte 398")
        }
        var length = 0
        for byte in bytes[HeaderField.length.range] {
            guard (0x30...0x39).contains(byte) else {
                throw VNACCSHeader.wrong(.badLength, .length, "the length field is not six digits")
            }
            length = length * 10 + Int(byte - 0x30)
        }
        guard length >= HeaderField.headerBytes else {
            throw VNACCSHeader.wrong(
                .badLength, .length, "the length field says \(length), a header alone has 400 bytes")
        }
        guard length == bytes.count else {
            throw VNACCSHeader.wrong(
                .badLength, .length, "the length field says \(length), the message has \(bytes.count) bytes")
        }
    }

    /// Every byte of the header. Nearly every one is printable ASCII throughout, which one pass over it tells; the fields
    /// are gone through one by one only to name what is wrong, or to check their text.
    static func checkCharacters(_ bytes: [UInt8]) throws(AdapterError) {
        if TextCheck.isPrintable(bytes, 0..<HeaderField.lineEnd) { return }
        for field in HeaderField.layout {
            let bad = bytes[field.range].firstIndex {
                !(0x20...0x7E).contains($0) && !(field.allowsText && $0 >= 0x80)
            }
            if let bad {
                throw VNACCSHeader.wrong(
                    .badItem, field, "a character that this header field does not allow", at: bad)
            }
            if field.allowsText, let invalid = TextCheck.firstInvalid(in: bytes, field.range) {
                throw VNACCSHeader.wrong(.badEncoding, field, "not UTF-8", at: invalid)
            }
        }
    }
}
