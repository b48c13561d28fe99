internal import CRabbitMQ
import Glibc

/// The last exchange, routing key and content type, because the next delivery mostly has the same: comparing a few bytes
/// is cheaper than allocating a string.
struct TextCache {
    private var exchange = Entry()
    private var routingKey = Entry()
    private var contentType = Entry()

    private struct Entry {
        var text = ""

        mutating func text(of bytes: amqp_bytes_t) -> String {
            let buffer = bytes.buffer
            let same = text.withUTF8 { old in
                guard old.count == buffer.count, let a = old.baseAddress, let b = buffer.baseAddress else { return false }
                return memcmp(a, b, buffer.count) == 0
            }
            if !same { text = bytes.text }
            return text
        }
    }

    mutating func exchange(_ bytes: amqp_bytes_t) -> String { exchange.text(of: bytes) }
    mutating func routingKey(_ bytes: amqp_bytes_t) -> String { routingKey.text(of: bytes) }
    mutating func contentType(_ bytes: amqp_bytes_t) -> String { contentType.text(of: bytes) }
}

extension amqp_bytes_t {
    /// Valid only as long as the memory that the library lends.
    var buffer: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : len) }
    /// A copy; invalid UTF-8 becomes U+FFFD.
    var text: String { String(decoding: buffer, as: UTF8.self) }
    var array: [UInt8] { [UInt8](buffer) }
    /// Of decimal digits, at most nine.
    var number: Int? {
        guard (1...9).contains(buffer.count) else { return nil }
        var result = 0
        for byte in buffer {
            guard (0x30...0x39).contains(byte) else { return nil }
            result = result * 10 + Int(byte - 0x30)
        }
        return result
    }
}
