internal import CRabbitMQ

/// The last exchange, routing key and content type, because the next delivery mostly has the same: comparing a few bytes
/// is cheaper than allocating a string.
struct TextCache {
    private var exchange = Entry()
    private var routingKey = Entry()
    private var contentType = Entry()

    private struct Entry {
        var text = ""

        mutating func text(of bytes: amqp_bytes_t) -> String {
            var copy = text
            let same = copy.withUTF8 { $0.elementsEqual(bytes.buffer) }
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
}
