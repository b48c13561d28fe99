/// Writes texts as printable ASCII without blanks into a buffer that its caller has made large enough.
///
/// Blanks become `.`; `.`, `%`, `:` and what is not printable ASCII become `%XX`. Different texts stay different.
struct ReferenceWriter {
    /// What one byte of a text becomes at most.
    static let bytesPerByte = 3

    private let buffer: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0

    init(_ buffer: UnsafeMutableBufferPointer<UInt8>) { self.buffer = buffer }

    /// Writes a byte as it is.
    mutating func put(_ byte: UInt8) {
        precondition(count < buffer.count, "a reference is longer than its buffer")
        buffer[count] = byte
        count += 1
    }

    mutating func put(escaping text: some Sequence<UInt8>) {
        for byte in text {
            switch byte {
            case 0x20: put(UInt8(ascii: "."))
            case UInt8(ascii: "."), UInt8(ascii: "%"), UInt8(ascii: ":"), 0..<0x20, 0x7F...:
                put(UInt8(ascii: "%"))
                put(Self.digit(byte >> 4))
                put(Self.digit(byte & 15))
            default: put(byte)
            }
        }
    }

    /// A colon and the escaped text, `-` for none.
    mutating func put(part text: some Collection<UInt8>) {
        put(UInt8(ascii: ":"))
        if text.isEmpty { put(UInt8(ascii: "-")) } else { put(escaping: text) }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }
}
