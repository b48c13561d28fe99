/// Reads fixed-width digit groups out of ASCII text.
struct DigitReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0

    /// - Parameter bytes: must outlive the reader.
    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var atEnd: Bool { index == bytes.count }

    mutating func number(_ width: Int) -> Int? {
        guard index + width <= bytes.count else { return nil }
        var value = 0
        for place in index..<index + width {
            guard (0x30...0x39).contains(bytes[place]) else { return nil }
            value = value * 10 + Int(bytes[place] - 0x30)
        }
        index += width
        return value
    }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    /// One or more fraction digits, as milliseconds; what is finer is cut off.
    mutating func fraction() -> Int? {
        let start = index
        var value = 0
        var scale = 100
        while index < bytes.count, (0x30...0x39).contains(bytes[index]) {
            value += Int(bytes[index] - 0x30) * scale
            scale /= 10
            index += 1
        }
        return index > start ? value : nil
    }
}
