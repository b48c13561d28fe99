internal import CRabbitMQ

extension RawFrame {
    /// Copies a frame; the pointers in it are valid until the buffers of its channel are released.
    /// - Parameter headerLimit: octets of headers; a larger table is not read. nil reads any.
    init(_ frame: borrowing amqp_frame_t, texts: inout TextCache, headerLimit: Int?) {
        switch Int32(frame.frame_type) {
        case AMQP_FRAME_METHOD:
            self = Self.method(frame.payload.method, texts: &texts)
        case AMQP_FRAME_HEADER:
            let properties = frame.payload.properties.decoded.map {
                Properties($0.assumingMemoryBound(to: amqp_basic_properties_t.self).pointee, texts: &texts, headerLimit)
            }
            self = .header(properties ?? Properties(), bodySize: frame.payload.properties.body_size)
        case AMQP_FRAME_BODY:
            self = .body(frame.payload.body_fragment.array)
        default:
            self = .other
        }
    }

    private static func method(_ method: amqp_method_t, texts: inout TextCache) -> RawFrame {
        guard let decoded = method.decoded else { return .other }
        func fields<Fields>(_: Fields.Type) -> Fields { decoded.assumingMemoryBound(to: Fields.self).pointee }
        switch method.id {
        case AMQP_BASIC_DELIVER_METHOD:
            let m = fields(amqp_basic_deliver_t.self)
            return .deliver(
                Deliver(
                    consumer: m.consumer_tag.number ?? -1, tag: m.delivery_tag, redelivered: m.redelivered != 0,
                    exchange: texts.exchange(m.exchange), routingKey: texts.routingKey(m.routing_key)))
        case AMQP_BASIC_ACK_METHOD:
            let m = fields(amqp_basic_ack_t.self)
            return .ack(m.delivery_tag, multiple: m.multiple != 0)
        case AMQP_BASIC_NACK_METHOD:
            let m = fields(amqp_basic_nack_t.self)
            return .nack(m.delivery_tag, multiple: m.multiple != 0)
        case AMQP_BASIC_RETURN_METHOD:
            let m = fields(amqp_basic_return_t.self)
            return .returned(
                code: Int(m.reply_code), text: m.reply_text.text, exchange: m.exchange.text, routingKey: m.routing_key.text)
        case AMQP_BASIC_CANCEL_METHOD:
            return .cancelled(consumer: fields(amqp_basic_cancel_t.self).consumer_tag.text)
        case AMQP_CHANNEL_CLOSE_METHOD:
            let m = fields(amqp_channel_close_t.self)
            return .channelClose(code: Int(m.reply_code), text: m.reply_text.text)
        case AMQP_CONNECTION_CLOSE_METHOD:
            let m = fields(amqp_connection_close_t.self)
            return .connectionClose(code: Int(m.reply_code), text: m.reply_text.text)
        case AMQP_CONNECTION_BLOCKED_METHOD:
            return .blocked(reason: fields(amqp_connection_blocked_t.self).reason.text)
        case AMQP_CONNECTION_UNBLOCKED_METHOD:
            return .unblocked
        default:
            return .other
        }
    }
}

extension RawFrame.Properties {
    fileprivate init(_ raw: amqp_basic_properties_t, texts: inout TextCache, _ headerLimit: Int?) {
        if raw._flags & amqp_flags_t(AMQP_BASIC_CONTENT_TYPE_FLAG) != 0 { contentType = texts.contentType(raw.content_type) }
        if raw._flags & amqp_flags_t(AMQP_BASIC_MESSAGE_ID_FLAG) != 0 { messageID = raw.message_id.text }
        guard raw._flags & amqp_flags_t(AMQP_BASIC_HEADERS_FLAG) != 0 else { return }
        if let headerLimit, !RawTable.fits(raw.headers, bytes: headerLimit) {
            headersAreOversize = true
        } else {
            headers = RawTable.dictionary(raw.headers)
        }
    }
}
