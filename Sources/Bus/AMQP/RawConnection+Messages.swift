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

    /// Gives a delivery up: the broker moves it to the queue's dead-letter exchange, or drops it when there is none.
    mutating func reject(_ tag: UInt64) throws(BusError) {
        guard let state else { throw BusError.notOpen }
        let status = amqp_basic_reject(state, Self.channel, tag, 0)
        guard status == 0 else { throw BusError.library(status, "rejecting") }
    }

    /// Takes frames up to this size from the broker, which does not keep to what was agreed upon: it never divides a header
    /// frame, and adds counts and deaths to headers that filled the frame they came in. Without this such a message would
    /// end every connection that it is delivered to.
    ///
    /// Only for connections that publish nothing, because the library would divide bodies by the same number; and only
    /// right after the login, when the library is not in the middle of a frame.
    mutating func acceptFrames(upTo size: Int32) throws(BusError) {
        guard let state else { throw BusError.notOpen }
        let status = amqp_tune_connection(state, amqp_get_channel_max(state), size, amqp_get_heartbeat(state))
        guard status == 0 else { throw BusError.library(status, "preparing for long frames") }
    }

    mutating func acknowledge(_ ack: AckLedger.Ack) throws(BusError) {
        guard let state else { throw BusError.notOpen }
        let status = amqp_basic_ack(state, Self.channel, ack.tag, ack.multiple ? 1 : 0)
        guard status == 0 else { throw BusError.library(status, "acknowledging") }
    }
}
