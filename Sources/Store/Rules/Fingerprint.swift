internal import Crypto

/// The first 128 bits of a SHA-256: enough that no two inputs that anyone can find share one, at half the space.
struct Fingerprint: Sendable, Hashable {
    static let byteCount = 16

    let high: UInt64
    let low: UInt64

    init(of bytes: [UInt8]) {
        var words: (high: UInt64, low: UInt64) = (0, 0)
        SHA256.hash(data: bytes).withUnsafeBytes { digest in
            words = (Self.word(digest, 0), Self.word(digest, 8))
        }
        (high, low) = words
    }

    init(of text: String) { self.init(of: Array(text.utf8)) }

    /// nil unless there are exactly 16 bytes.
    init?(stored bytes: UnsafeRawBufferPointer) {
        guard bytes.count == Self.byteCount else { return nil }
        high = Self.word(bytes, 0)
        low = Self.word(bytes, 8)
    }

    var bytes: [UInt8] {
        withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Array($0) }
    }

    private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}
