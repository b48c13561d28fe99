/// Media types, as far as telling them apart needs it.
enum MediaType {
    /// Type and subtype in lower case, without parameters: `text/xml` of `Text/XML; charset=utf-8`.
    static func bare(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 > 0x20 && $0 != UInt8(ascii: ";") && !(0x41...0x5A).contains($0) }) { return text }
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if byte == UInt8(ascii: ";") { break }
            // Optional white space, which is legal only around the type, is left out wherever it stands.
            if byte != 0x20 && byte != 0x09 { bytes.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
