/// 64-bit words as stored: big-endian, eight bytes each.
enum Words {
    static func encode(_ words: [UInt64]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: words.count * 8) { buffer, count in
            let raw = UnsafeMutableRawBufferPointer(buffer)
            for (index, word) in words.enumerated() {
                raw.storeBytes(of: word.bigEndian, toByteOffset: index * 8, as: UInt64.self)
            }
            count = words.count * 8
        }
    }

    static func decode(_ bytes: [UInt8]) -> [UInt64] {
        bytes.withUnsafeBytes { bytes in (0..<bytes.count / 8).map { Fingerprint.word(bytes, $0 * 8) } }
    }
}
