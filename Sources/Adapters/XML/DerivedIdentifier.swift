import Crypto

/// Identifiers of answers, made from what is answered, so that a message sent again gets the same ones.
enum DerivedIdentifier {
    /// 18 decimal digits, the first not zero.
    static func number(from text: String) -> String {
        let value = SHA256.hash(data: Array(text.utf8)).prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return String(100_000_000_000_000_000 + value % 900_000_000_000_000_000)
    }

    /// A UUID of version 8 (RFC 9562: bits of the maker's choice), in lower case.
    static func uuid(from text: String) -> String {
        var bytes = Array(SHA256.hash(data: Array(text.utf8)).prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        let hex = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        return [hex[0..<4], hex[4..<6], hex[6..<8], hex[8..<10], hex[10..<16]].map { $0.joined() }
            .joined(separator: "-")
    }
}
