import Crypto

/// Identifiers of answers, made from what is answered, so that a message sent again gets the same ones.
enum DerivedIdentifier {
    /// 18 decimal digits, the first not zero.
    static func number(from text: String) -> String {
        let value = digest(of: text).withUnsafeBytes { UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)) }
        return String(100_000_000_000_000_000 + value % 900_000_000_000_000_000)
    }

    /// A UUID of version 8 (RFC 9562: bits of the maker's choice), in lower case.
    static func uuid(from text: String) -> String {
        digest(of: text).withUnsafeBytes { digest in
            // 16 bytes in two digits each, and 4 hyphens.
            String(unsafeUninitializedCapacity: 36) { buffer in
                var count = 0
                func put(_ character: UInt8) {
                    buffer[count] = character
                    count += 1
                }
                for index in 0..<16 {
                    if index == 4 || index == 6 || index == 8 || index == 10 { put(UInt8(ascii: "-")) }
                    var byte = digest[index]
                    if index == 6 { byte = byte & 0x0F | 0x80 }
                    if index == 8 { byte = byte & 0x3F | 0x80 }
                    put(digit(byte >> 4))
                    put(digit(byte & 0x0F))
                }
                return count
            }
        }
    }

    private static func digest(of text: String) -> SHA256.Digest {
        var text = text
        return text.withUTF8 { text in
            var hash = SHA256()
            hash.update(bufferPointer: UnsafeRawBufferPointer(text))
            return hash.finalize()
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
