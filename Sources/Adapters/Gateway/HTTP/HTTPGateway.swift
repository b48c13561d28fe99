import Hummingbird
public import Logging
public import ServiceLifecycle
public import Store

/// The systems' door over HTTP: `POST /v1/{system}/messages` with a native message as the body.
///
/// The answer is the system's own, with its status and content type; with `Accept: application/json` it is
/// `{"accepted":true,"duplicate":false,"eventIds":[...]}` or a problem document (RFC 9457). A closed receiver and a store
/// that does not take the message answer 503 with `Retry-After`. `GET /v1/health` says that the process runs, `GET /v1/ready`
/// that it can accept. It never touches the broker.
public struct HTTPGateway: Service {
    let configuration: GatewayConfiguration
    let intake: Intake
    let dispatcher: OutboxDispatcher?
    let logger: Logger
    private let listening: @Sendable (Int) -> Void

    /// - Parameters:
    ///   - dispatcher: whose state `health` shows.
    ///   - listening: called with the port once connections are accepted.
    public init(
        configuration: GatewayConfiguration, intake: Intake, dispatcher: OutboxDispatcher? = nil, logger: Logger,
        listening: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.intake = intake
        self.dispatcher = dispatcher
        self.logger = logger
        self.listening = listening
    }

    /// Runs until the task is cancelled; a graceful shutdown answers the requests that have come.
    /// - Throws: when the address cannot be bound.
    public func run() async throws {
        let application = Application(
            router: router(),
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [ContinueHandler()],
                    idleTimeout: .nanoseconds(configuration.idleTimeout.nanoseconds))),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), serverName: "lienthong",
                availableConnectionsDelegate: ConnectionLimit(configuration.maximumConnections, logger: logger)),
            onServerRunning: { channel in listening(channel.localAddress?.port ?? 0) },
            logger: logger)
        try await application.run()
    }
}

extension Duration {
    fileprivate var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
