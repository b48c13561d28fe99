import Bus
import Events
import Foundation
import Logging

/// How this installation reaches its broker.
struct BusAccess: Sendable {
    let configuration: Configuration
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
        let password =
            switch broker.login {
            case .password: try Secret(contentsOfFile: configuration.path(broker.passwordFile))
            // Nothing of it is sent.
            case .certificate: Secret("")
            }
        let cluster = broker.endpoints.compactMap(Endpoint.init)
        return BusConfiguration(
            endpoints: cluster.isEmpty ? [Endpoint(host: broker.host, port: broker.port)] : cluster,
            virtualHost: broker.virtualHost, user: broker.user,
            password: password, login: broker.login, tls: try tls(),
            connectionName: "\(configuration.process) \(role)", heartbeat: .seconds(broker.heartbeatSeconds),
            publishDeadline: .seconds(broker.publishDeadlineSeconds),
            prefetch: prefetch ?? configuration.worker.prefetch,
            reconnect: Bus.Backoff(shortest: .milliseconds(100), longest: .seconds(2)))
    }

    /// - Throws: `invalidConfiguration` for a file that cannot be read, and for a certificate without an authority: without
    ///   one the connection would be plain TCP, which nobody means who names a certificate.
    private func tls() throws(BusError) -> TLSConfiguration? {
        let files = configuration.broker.tls
        for (key, file) in [("authority", files.authority), ("certificate", files.certificate), ("key", files.key)]
        where !file.isEmpty {
            guard FileManager.default.isReadableFile(atPath: configuration.path(file)) else {
                throw BusError(.invalidConfiguration, "broker.tls.\(key): cannot read \(configuration.path(file))")
            }
        }
        guard !files.authority.isEmpty else {
            guard files.certificate.isEmpty, files.key.isEmpty else {
                throw BusError(.invalidConfiguration, "broker.tls.authority is missing: there is no TLS without it")
            }
            return nil
        }
        func path(_ file: String) -> String? { file.isEmpty ? nil : configuration.path(file) }
        return TLSConfiguration(
            authorityFile: configuration.path(files.authority), certificateFile: path(files.certificate),
            keyFile: path(files.key))
    }

    /// Events go to the journal beside their queues, and none may miss it.
    func publisher(_ role: String) throws(BusError) -> AMQPPublisher {
        try AMQPPublisher(settings(role), requiring: [BrokerNames.journal], logger: logger)
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
