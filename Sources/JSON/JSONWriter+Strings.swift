extension JSONWriter {
    /// Appends the text as a JSON string: quotes, backslashes and control characters escaped, all else as it is in UTF-8.
    public mutating func string(_ text: String) {
        text.utf8Span.span.withUnsafeBufferPointer { string($0) }
    }

    private mutating func string(_ text: UnsafeBufferPointer<UInt8>) {
        // Hardly any text needs escapes; a sum without branches finds that out many bytes at a time.
        var escapes = 0
        for byte in text { escapes &+= byte < 0x20 || byte == 0x22 || byte == 0x5C ? 1 : 0 }
        guard escapes == 0 else { return escaped(text) }
        let place = room(text.count + 2)
        place[0] = UInt8(ascii: "\"")
        UnsafeMutableRawBufferPointer(rebasing: place[1...]).copyMemory(from: UnsafeRawBufferPointer(text))
        place[text.count + 1] = UInt8(ascii: "\"")
        advance(text.count + 2)
    }

    private mutating func escaped(_ text: UnsafeBufferPointer<UInt8>) {
        put(UInt8(ascii: "\""))
        for byte in text {
            switch byte {
            case 0x22, 0x5C:
                put(UInt8(ascii: "\\"))
                put(byte)
            case 0x08: put("\\b")
            case 0x09: put("\\t")
            case 0x0A: put("\\n")
            case 0x0C: put("\\f")
            case 0x0D: put("\\r")
            case 0..<0x20:
                put("\\u00")
                let digits: StaticString = "0123456789abcdef"
                put(digits.utf8Start[Int(byte >> 4)])
                put(digits.utf8Start[Int(byte & 0x0F)])
            default:
                put(byte)
            }
        }
        put(UInt8(ascii: "\""))
    }
}
