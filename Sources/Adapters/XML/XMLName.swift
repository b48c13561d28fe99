/// A short mark of an element's name: equal names have equal marks, and different ones mostly not, so that looking a name
/// up costs one comparison of numbers for each name passed over. What has the mark is compared in full.
enum XMLName {
    /// Made of the last 6 bytes, the first one and the length.
    static func mark(_ bytes: Span<UInt8>) -> UInt64 {
        guard let first = bytes.isEmpty ? nil : bytes[0] else { return 0 }
        var mark: UInt64 = 0
        for index in max(0, bytes.count - 6)..<bytes.count { mark = mark << 8 | UInt64(bytes[index]) }
        return mark << 16 | UInt64(first) << 8 | UInt64(truncatingIfNeeded: bytes.count & 0xFF)
    }

    static func mark(_ name: StaticString) -> UInt64 { name.withUTF8Buffer { mark($0.span) } }
}
