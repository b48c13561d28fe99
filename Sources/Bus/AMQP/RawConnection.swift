internal import CRabbitMQ
import Glibc

/// The only owner of a librabbitmq connection, and with its extensions the only code that calls the library.
///
/// The library is not thread-safe: whoever holds this value must stay on one thread (an `AMQPConnection` does, by being
/// isolated to its own). One channel, number 1: the library may drop frames of other channels while it waits for one.
struct RawConnection: ~Copyable {
    static let channel: amqp_channel_t = 1
    /// The smallest that newer brokers accept before login is 8192; a header frame must hold `Limits.headerBytes`.
    private static let frameMax: Int32 = 131_072

    private(set) var state: amqp_connection_state_t?
    var arena = RawArena()
    var texts = TextCache()
    /// Octets of a message's headers that are read at most; nil reads any.
    var headerLimit: Int?

    deinit {
        if let state { amqp_destroy_connection(state) }
    }

    var isOpen: Bool { state != nil }

    /// The library closes its socket by itself on some errors; never keep this number.
    var socket: Int32 { state.map { amqp_get_sockfd($0) } ?? -1 }

    /// Whether a message of ordinary size can be sent without blocking.
    var isWritable: Bool {
        var descriptor = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
        // An error counts as writable: writing will report it.
        return poll(&descriptor, 1, 0) != 0
    }

    /// Connects, logs in and opens the channel; blocks for at most twice the connect timeout and one request.
    mutating func open(_ endpoint: Endpoint, _ configuration: BusConfiguration, name: String) throws(BusError) {
        discard()
        guard let state = amqp_new_connection() else { throw BusError(.unreachable, "out of memory", isRetryable: true) }
        self.state = state
        do {
            try connect(state, endpoint, configuration)
            try login(state, configuration, name: name)
            try openChannel()
        } catch {
            discard()
            throw error
        }
    }

    private func connect(
        _ state: amqp_connection_state_t, _ endpoint: Endpoint, _ configuration: BusConfiguration
    ) throws(BusError) {
        let socket = try makeSocket(state, configuration.tls)
        var timeout = timeval(configuration.connectTimeout)
        amqp_set_handshake_timeout(state, &timeout)
        var request = timeval(configuration.requestTimeout)
        amqp_set_rpc_timeout(state, &request)
        let status = amqp_socket_open_noblock(socket, endpoint.host, Int32(endpoint.port), &timeout)
        guard status == 0 else { throw BusError.connecting(status, to: endpoint) }
    }

    private mutating func login(
        _ state: amqp_connection_state_t, _ configuration: BusConfiguration, name: String
    ) throws(BusError) {
        arena.reset()
        // Without these four the broker is silent about a deleted queue, about being blocked and about refusals.
        var properties = arena.table([
            "connection_name": .string(name),
            "product": .string("lienthong"),
            "capabilities": .table([
                "consumer_cancel_notify": .bool(true), "connection.blocked": .bool(true),
                "basic.nack": .bool(true), "publisher_confirms": .bool(true),
            ]),
        ])
        let heartbeat = Int32(configuration.heartbeat.components.seconds)
        let reply =
            switch configuration.login {
            case .password:
                lt_login(
                    state, configuration.virtualHost, Self.frameMax, heartbeat, &properties, configuration.user,
                    configuration.password.value)
            case .certificate:
                lt_login_by_certificate(
                    state, configuration.virtualHost, Self.frameMax, heartbeat, &properties, configuration.user)
            }
        if let error = BusError.reply(reply, to: "login") { throw error.atLogin(virtualHost: configuration.virtualHost) }
    }

    /// Ends the connection without a word: the broker sees the socket close. Does not block.
    mutating func discard() {
        if let state { amqp_destroy_connection(state) }
        state = nil
        texts = TextCache()
    }

    /// Says goodbye, waiting for the answer at most the given time, and ends the connection.
    mutating func close(waiting limit: Duration) {
        if let state {
            var timeout = timeval(limit)
            amqp_set_rpc_timeout(state, &timeout)
            _ = amqp_connection_close(state, AMQP_REPLY_SUCCESS)
        }
        discard()
    }

    /// The next frame that has arrived; nil when nothing has. Never waits. Heartbeats are sent and checked on the way.
    mutating func nextFrame() throws(BusError) -> RawFrame? {
        guard let state else { throw BusError.notOpen }
        var frame = amqp_frame_t()
        var none = timeval()
        let status = amqp_simple_wait_frame_noblock(state, &frame, &none)
        if status == AMQP_STATUS_TIMEOUT.rawValue { return nil }
        guard status == 0 else { throw BusError.library(status, "reading") }
        let copy = RawFrame(frame, texts: &texts, headerLimit: headerLimit)
        switch copy {
        // The body that follows releases them all at once.
        case .deliver, .header: break
        default: amqp_maybe_release_buffers_on_channel(state, frame.channel)
        }
        return copy
    }
}

extension timeval {
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self.init(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
    }
}
