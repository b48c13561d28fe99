import Bus
import Logging

/// How this installation reaches its broker.
struct BusAccess: Sendable {
    private let configuration: Configuration
    let logger: Logger

    init(_ configuration: Configuration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
    }

    /// The same, without a word of its own connections.
    var quiet: BusAccess { BusAccess(configuration, logger: Bootstrap.quiet) }

    /// - Parameters:
    ///   - role: part of the connection's name, as the broker's operators see it.
    func settings(_ role: String, prefetch: Int? = nil) throws(BusError) -> BusConfiguration {
        let broker = configuration.broker
        let cluster = broker.endpoints.compactMap(Endpoint.init)
        return BusConfiguration(
            endpoints: cluster.isEmpty ? [Endpoint(host: broker.host, port: broker.port)] : cluster,
            virtualHost: broker.virtualHost, user: broker.user,
            password: try Secret(contentsOfFile: configuration.path(broker.passwordFile)), tls: tls,
            connectionName: "\(configuration.process) \(role)", heartbeat: .seconds(broker.heartbeatSeconds),
            publishDeadline: .seconds(broker.publishDeadlineSeconds),
            prefetch: prefetch ?? configuration.worker.prefetch,
            reconnect: Bus.Backoff(shortest: .milliseconds(100), longest: .seconds(2)))
    }

    private var tls: TLSConfiguration? {
        let files = configuration.broker.tls
        guard !files.authority.isEmpty else { return nil }
        func path(_ file: String) -> String? { file.isEmpty ? nil : configuration.path(file) }
        return TLSConfiguration(
            authorityFile: configuration.path(files.authority), certificateFile: path(files.certificate),
            keyFile: path(files.key))
    }

    func publisher(_ role: String) throws(BusError) -> AMQPPublisher {
        try AMQPPublisher(settings(role), logger: logger)
    }

    /// - Parameter limits: what is larger goes to `lt.poison`; nil only for that queue itself, which has nowhere to send it.
    func source(
        _ queues: [String], role: String, prefetch: Int? = nil, limits: DeliveryLimits? = .events
    ) throws(BusError) -> AMQPSource {
        try AMQPSource(queues: queues, limits: limits, settings(role, prefetch: prefetch), logger: logger)
    }

    func stream(_ name: String, from start: StreamStart, role: String) throws(BusError) -> AMQPSource {
        try AMQPSource(stream: name, from: start, settings(role, prefetch: 256), logger: logger)
    }

    /// Lends a client for declaring and asking; closes it.
    func withTopologyClient<Result: Sendable>(
        _ body: (AMQPTopologyClient) async throws(BusError) -> Result
    ) async throws(BusError) -> Result {
        let client = try AMQPTopologyClient(settings("control"), logger: logger)
        do {
            try await client.connect()
            let result = try await body(client)
            await client.close()
            return result
        } catch {
            await client.close()
            throw error
        }
    }
}
