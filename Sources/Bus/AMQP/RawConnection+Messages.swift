internal import CRabbitMQ

extension RawConnection {
    /// Hands one message to the socket: persistent and mandatory. Blocks when the socket's buffer is full.
    mutating func publish(_ message: OutboundMessage) throws(BusError) {
        guard let state else { throw BusError.notOpen }
        arena.reset()
        var properties = amqp_basic_properties_t()
        var flags = AMQP_BASIC_CONTENT_TYPE_FLAG | AMQP_BASIC_DELIVERY_MODE_FLAG
        properties.content_type = arena.bytes(message.contentType)
        properties.delivery_mode = 2
        if let id = message.messageID {
            flags |= AMQP_BASIC_MESSAGE_ID_FLAG
            properties.message_id = arena.bytes(id)
        }
        if !message.headers.isEmpty {
            flags |= AMQP_BASIC_HEADERS_FLAG
            properties.headers = arena.table(message.headers)
        }
        properties._flags = amqp_flags_t(flags)
        let exchange = arena.bytes(message.exchange)
        let routingKey = arena.bytes(message.routingKey)
        let status = message.body.withUnsafeBytes { body in
            amqp_basic_publish(
                state, Self.channel, exchange, routingKey, 1, 0, &properties,
                // The library only reads it.
                amqp_bytes_t(len: body.count, bytes: UnsafeMutableRawPointer(mutating: body.baseAddress)))
        }
        guard status == 0 else { throw BusError.library(status, "publishing") }
    }

    mutating func acknowledge(_ ack: AckLedger.Ack) throws(BusError) {
        guard let state else { throw BusError.notOpen }
        let status = amqp_basic_ack(state, Self.channel, ack.tag, ack.multiple ? 1 : 0)
        guard status == 0 else { throw BusError.library(status, "acknowledging") }
    }
}
