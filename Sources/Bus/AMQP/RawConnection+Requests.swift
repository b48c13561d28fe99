internal import CRabbitMQ

/// What the broker must answer. Each call blocks for at most the request timeout, after which the library has closed the
/// socket.
extension RawConnection {
    mutating func openChannel() throws(BusError) {
        try request("channel.open") { state, _ in _ = amqp_channel_open(state, Self.channel) }
    }

    /// Closes the channel from our side; the broker requeues in place what it had delivered and was not acknowledged.
    mutating func closeChannel() throws(BusError) {
        guard let state else { throw BusError.notOpen }
        let reply = amqp_channel_close(state, Self.channel, AMQP_REPLY_SUCCESS)
        if let error = BusError.reply(reply, to: "channel.close") { throw error }
    }

    /// Accepts the broker's closing of the channel, so that a new one may be opened.
    mutating func acceptChannelClose() throws(BusError) {
        guard let state else { throw BusError.notOpen }
        var ok = amqp_channel_close_ok_t()
        let status = amqp_send_method(state, Self.channel, AMQP_CHANNEL_CLOSE_OK_METHOD, &ok)
        guard status == 0 else { throw BusError.library(status, "closing the channel") }
    }

    /// Accepts the broker's closing of the connection and ends it.
    mutating func acceptConnectionClose() {
        if let state {
            var ok = amqp_connection_close_ok_t()
            _ = amqp_send_method(state, 0, AMQP_CONNECTION_CLOSE_OK_METHOD, &ok)
        }
        discard()
    }

    mutating func selectConfirms() throws(BusError) {
        try request("confirm.select") { state, _ in _ = amqp_confirm_select(state, Self.channel) }
    }

    /// Asks whether the node knows a queue, without an answer when it does: a queue that it does not know ends the channel, and
    /// the next request says so.
    ///
    /// For an answer the broker would count the messages, and for that wait for the node of the queue's leader, which may be
    /// lost.
    mutating func require(_ queue: String) throws(BusError) {
        guard let state else { throw BusError.notOpen }
        arena.reset()
        var declaration = amqp_queue_declare_t()
        declaration.queue = arena.bytes(queue)
        declaration.passive = 1
        declaration.durable = 1
        declaration.nowait = 1
        declaration.arguments = arena.table([:])
        let status = amqp_send_method(state, Self.channel, AMQP_QUEUE_DECLARE_METHOD, &declaration)
        guard status == 0 else { throw BusError.library(status, "asking for \(queue)") }
    }

    /// Per consumer, not per channel.
    mutating func setPrefetch(_ count: Int) throws(BusError) {
        try request("basic.qos") { state, _ in
            _ = amqp_basic_qos(state, Self.channel, 0, UInt16(clamping: count), 0)
        }
    }

    mutating func consume(queue: String, tag: String, arguments: [String: HeaderValue] = [:]) throws(BusError) {
        try request("basic.consume of \(queue)") { state, arena in
            let (queue, tag, table) = (arena.bytes(queue), arena.bytes(tag), arena.table(arguments))
            _ = amqp_basic_consume(state, Self.channel, queue, tag, 0, 0, 0, table)
        }
    }

    mutating func declareExchange(_ name: String, type: String, passive: Bool) throws(BusError) {
        try request("exchange.declare of \(name)") { state, arena in
            let (name, type) = (arena.bytes(name), arena.bytes(type))
            _ = amqp_exchange_declare(state, Self.channel, name, type, passive ? 1 : 0, 1, 0, 0, arena.table([:]))
        }
    }

    /// Durable, not exclusive, not auto-delete.
    mutating func declareQueue(
        _ name: String, arguments: [String: HeaderValue], passive: Bool
    ) throws(BusError) -> QueueState {
        var state: QueueState?
        try request("queue.declare of \(name)") { connection, arena in
            let (name, table) = (arena.bytes(name), arena.table(arguments))
            let ok = amqp_queue_declare(connection, Self.channel, name, passive ? 1 : 0, 1, 0, 0, table)
            state = ok.map { QueueState(messages: Int($0.pointee.message_count), consumers: Int($0.pointee.consumer_count)) }
        }
        guard let state else { throw BusError(.protocolViolation, "queue.declare without an answer", isRetryable: true) }
        return state
    }

    mutating func bindQueue(_ queue: String, exchange: String, routingKey: String) throws(BusError) {
        try request("queue.bind of \(queue) to \(exchange)") { state, arena in
            let (queue, exchange, key) = (arena.bytes(queue), arena.bytes(exchange), arena.bytes(routingKey))
            _ = amqp_queue_bind(state, Self.channel, queue, exchange, key, arena.table([:]))
        }
    }

    mutating func unbindQueue(_ queue: String, exchange: String, routingKey: String) throws(BusError) {
        try request("queue.unbind of \(queue) from \(exchange)") { state, arena in
            let (queue, exchange, key) = (arena.bytes(queue), arena.bytes(exchange), arena.bytes(routingKey))
            _ = amqp_queue_unbind(state, Self.channel, queue, exchange, key, arena.table([:]))
        }
    }

    mutating func deleteQueue(_ name: String) throws(BusError) {
        try request("queue.delete of \(name)") { state, arena in
            _ = amqp_queue_delete(state, Self.channel, arena.bytes(name), 0, 0)
        }
    }

    private mutating func request(
        _ what: String, _ call: (amqp_connection_state_t, inout RawArena) -> Void
    ) throws(BusError) {
        guard let state else { throw BusError.notOpen }
        arena.reset()
        call(state, &arena)
        let error = BusError.reply(amqp_get_rpc_reply(state), to: what)
        amqp_maybe_release_buffers_on_channel(state, Self.channel)
        if let error { throw error }
    }
}
