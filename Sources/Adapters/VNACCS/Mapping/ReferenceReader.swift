/// Takes a text that `ReferenceWriter` has written apart again.
struct ReferenceReader {
    private let bytes: [UInt8]
    private var at = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    /// The next part, and moves on behind the colon after it, which the last part does not have; nil for a text of other
    /// origin.
    mutating func part(isLast: Bool = false) -> String? {
        let start = at
        var isPlain = true
        while at < bytes.count, bytes[at] != UInt8(ascii: ":") {
            if bytes[at] == UInt8(ascii: ".") || bytes[at] == UInt8(ascii: "%") { isPlain = false }
            at += 1
        }
        let part = bytes[start..<at]
        guard isLast == (at == bytes.count) else { return nil }
        at += 1
        return isPlain ? String(decoding: part, as: UTF8.self) : Self.unescape(part)
    }

    private static func unescape(_ part: ArraySlice<UInt8>) -> String? {
        var rest = part
        var isWhole = true
        let text = String(unsafeUninitializedCapacity: part.count) { buffer in
            var count = 0
            // Each round takes at least the one byte that it writes.
            while let byte = rest.popFirst() {
                switch byte {
                case UInt8(ascii: "."): buffer[count] = 0x20
                case UInt8(ascii: "%"):
                    guard let high = rest.popFirst().flatMap(hexadecimal),
                        let low = rest.popFirst().flatMap(hexadecimal)
                    else {
                        isWhole = false
                        return 0
                    }
                    buffer[count] = high << 4 | low
                default: buffer[count] = byte
                }
                count += 1
            }
            return count
        }
        return isWhole ? text : nil
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        default: nil
        }
    }
}
