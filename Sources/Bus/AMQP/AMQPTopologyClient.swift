public import Logging

/// Reads and declares broker objects over a connection of its own, which it opens at the first request.
///
/// A request on a connection that was lost while idle is repeated once: every one of them is idempotent.
public final class AMQPTopologyClient: TopologyClient {
    private let connection: AMQPConnection<ControlRole>

    /// - Throws: `invalidConfiguration`; `unreachable` when the process may start no more threads.
    public init(_ configuration: BusConfiguration, logger: Logger = Logger(label: "lienthong.bus")) throws(BusError) {
        connection = try AMQPConnection(configuration, role: ControlRole(), logger: logger)
    }

    /// Connects now, to learn whether it is possible.
    /// - Throws: `unreachable`, `authenticationFailed`, `notFound` (the virtual host), `accessRefused`, `tls`, `stopped`.
    public func connect() async throws(BusError) { try await connection.open() }

    public func state(ofQueue name: String) async throws(BusError) -> QueueState? {
        try await existing { link throws(BusError) in try link.declareQueue(name, arguments: [:], passive: true) }
    }

    public func exists(exchange name: String) async throws(BusError) -> Bool {
        // A passive declaration compares nothing, so any type will do.
        try await existing { link throws(BusError) in try link.declareExchange(name, type: "topic", passive: true) } != nil
    }

    public func declare(_ exchange: ExchangeDeclaration) async throws(BusError) {
        try await request { link throws(BusError) in
            try link.declareExchange(exchange.name, type: exchange.kind.rawValue, passive: false)
        }
    }

    public func declare(_ queue: QueueDeclaration) async throws(BusError) {
        let arguments = queue.arguments
        try await request { link throws(BusError) in
            _ = try link.declareQueue(queue.name, arguments: arguments, passive: false)
        }
    }

    public func declare(_ binding: BindingDeclaration) async throws(BusError) {
        try await request { link throws(BusError) in
            try link.bindQueue(binding.queue, exchange: binding.exchange, routingKey: binding.routingKey)
        }
    }

    public func delete(_ binding: BindingDeclaration) async throws(BusError) {
        try await request { link throws(BusError) in
            try link.unbindQueue(binding.queue, exchange: binding.exchange, routingKey: binding.routingKey)
        }
    }

    public func delete(queue name: String) async throws(BusError) {
        try await request { link throws(BusError) in try link.deleteQueue(name) }
    }

    public func close() async { await connection.end() }

    /// nil when the broker says 404.
    private func existing<Value: Sendable>(
        _ body: @Sendable (inout RawConnection) throws(BusError) -> Value
    ) async throws(BusError) -> Value? {
        do {
            return try await request(body)
        } catch {
            guard error.code == .notFound, error.replyCode == 404 else { throw error }
            return nil
        }
    }

    private func request<Value: Sendable>(
        _ body: @Sendable (inout RawConnection) throws(BusError) -> Value
    ) async throws(BusError) -> Value {
        do {
            return try await connection.withLink(body)
        } catch {
            guard error.code == .connectionLost || error.code == .connectionClosed else { throw error }
            return try await connection.withLink(body)
        }
    }
}
