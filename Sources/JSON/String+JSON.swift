extension String {
    /// Appends the text as a JSON string: quotes, backslashes and control characters escaped, all else as it is in UTF-8.
    func writeJSON(into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        let written: Void? = utf8.withContiguousStorageIfAvailable { Self.escape($0, into: &bytes) }
        if written == nil { Array(utf8).withUnsafeBufferPointer { Self.escape($0, into: &bytes) } }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func escape(_ text: UnsafeBufferPointer<UInt8>, into bytes: inout [UInt8]) {
        // Hardly any text needs escapes; a sum without branches finds that out many bytes at a time.
        var escapes = 0
        for byte in text { escapes &+= byte < 0x20 || byte == 0x22 || byte == 0x5C ? 1 : 0 }
        if escapes == 0 { return bytes.append(contentsOf: text) }
        var start = 0
        for index in text.indices where text[index] < 0x20 || text[index] == 0x22 || text[index] == 0x5C {
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
            start = index + 1
            bytes.append(UInt8(ascii: "\\"))
            switch text[index] {
            case 0x22, 0x5C: bytes.append(text[index])
            case 0x08: bytes.append(UInt8(ascii: "b"))
            case 0x09: bytes.append(UInt8(ascii: "t"))
            case 0x0A: bytes.append(UInt8(ascii: "n"))
            case 0x0C: bytes.append(UInt8(ascii: "f"))
            case 0x0D: bytes.append(UInt8(ascii: "r"))
            default:
                bytes.append(contentsOf: "u00".utf8)
                let digits: StaticString = "0123456789abcdef"
                bytes.append(digits.utf8Start[Int(text[index] >> 4)])
                bytes.append(digits.utf8Start[Int(text[index] & 0x0F)])
            }
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
    }
}
