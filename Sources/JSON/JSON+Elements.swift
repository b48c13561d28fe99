extension JSON {
    /// Where the elements of a top-level array lie, so that each can be read, kept and refused by itself.
    ///
    /// Only strings and brackets are followed here, as far as telling the elements apart needs it: an element that is not
    /// acceptable JSON still gets its range, and does not spoil its neighbours. `parse` each of them.
    /// - Returns: byte ranges in order, without surrounding white space; none for `[]`.
    /// - Throws: `empty`; `malformed` for anything but an array, for a missing element or bracket; `trailingBytes`.
    public static func elements(of bytes: [UInt8]) throws(JSONError) -> [Range<Int>] {
        try bytes.withUnsafeBufferPointer { buffer throws(JSONError) in
            var splitter = ArraySplitter(UnsafeRawBufferPointer(buffer))
            return try splitter.split()
        }
    }
}

private struct ArraySplitter {
    private let text: UnsafeRawBufferPointer
    private var index = 0

    init(_ text: UnsafeRawBufferPointer) { self.text = text }

    mutating func split() throws(JSONError) -> [Range<Int>] {
        skipSpace()
        guard index < text.count else { throw JSONError(.empty, offset: text.count) }
        guard text[index] == UInt8(ascii: "[") else { throw JSONError(.malformed, offset: index) }
        index += 1
        var ranges: [Range<Int>] = []
        skipSpace()
        if index < text.count, text[index] == UInt8(ascii: "]") {
            index += 1
        } else {
            repeat { ranges.append(try element()) } while try goesOn()
        }
        skipSpace()
        guard index == text.count else { throw JSONError(.trailingBytes, offset: index) }
        return ranges
    }

    /// Reads up to the comma or bracket that ends the element.
    private mutating func element() throws(JSONError) -> Range<Int> {
        skipSpace()
        let start = index
        var end = index
        var depth = 0
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "\""):
                try string()
                end = index
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
            case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"):
                if depth == 0 {
                    guard end > start else { throw JSONError(.malformed, offset: index) }
                    return start..<end
                }
                if text[index] != UInt8(ascii: ",") { depth -= 1 }
            case 0x20, 0x0A, 0x0D, 0x09:
                index += 1
                continue
            default:
                break
            }
            index += 1
            end = index
        }
        throw JSONError(.malformed, offset: index)
    }

    /// - Returns: false behind the closing bracket.
    private mutating func goesOn() throws(JSONError) -> Bool {
        switch text[index] {
        case UInt8(ascii: ","):
            index += 1
            return true
        case UInt8(ascii: "]"):
            index += 1
            return false
        default:
            throw JSONError(.malformed, offset: index)
        }
    }

    private mutating func string() throws(JSONError) {
        index += 1
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "\""):
                index += 1
                return
            case UInt8(ascii: "\\"):
                index += 2
            default:
                index += 1
            }
        }
        throw JSONError(.malformed, offset: text.count)
    }

    private mutating func skipSpace() {
        while index < text.count {
            switch text[index] {
            case 0x20, 0x0A, 0x0D, 0x09: index += 1
            default: return
            }
        }
    }
}
