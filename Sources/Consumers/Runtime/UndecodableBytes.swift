import Bus
import Crypto

/// Bytes of a delivery that are no event.
final class UndecodableBytes: Sendable {
    /// Made of the bytes, because they have no id that can be read: `undecodable:<sha-256>`.
    let id: String
    let reason: String
    let bytes: [UInt8]
    let routingKey: String

    init(_ failure: DecodeFailure, routingKey: String) {
        id = Self.id(of: failure.bytes)
        reason = failure.error.reason
        bytes = failure.bytes
        self.routingKey = routingKey
    }

    static let prefix = "undecodable:"

    static func id(of bytes: [UInt8]) -> String {
        let hexadecimal = Array("0123456789abcdef")
        var id = prefix
        for byte in SHA256.hash(data: bytes) {
            id.append(hexadecimal[Int(byte >> 4)])
            id.append(hexadecimal[Int(byte & 15)])
        }
        return id
    }
}
