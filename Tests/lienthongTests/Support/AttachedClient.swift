import Bus
import Events
import TestSupport

/// A client with the user of an attached consumer, as somebody else's program would have it.
struct AttachedClient {
    let configuration: BusConfiguration

    init(_ consumer: String, password: String, of installation: Installation) {
        configuration = BusConfiguration(
            endpoints: [Endpoint(host: installation.broker.host, port: installation.broker.port)],
            virtualHost: installation.virtualHost, user: "lt-consumer-\(consumer)", password: Secret(password),
            connectionName: "\(consumer) reader")
    }

    /// Waits for a message, which is left in its queue.
    /// - Returns: the events in it.
    func read(_ queues: [String]) async throws -> [Event] {
        let source = try AMQPSource(queues: queues, configuration)
        do {
            let batch = try await withDeadline(.seconds(60), "a message of \(queues)") { try await source.next(maximum: 1) ?? [] }
            await source.stop()
            return try batch.flatMap { delivery in
                try BatchCodec.decode(delivery.body, contentType: delivery.contentType).map { try $0.get().event }
            }
        } catch {
            await source.stop()
            throw error
        }
    }

    /// - Returns: the broker's reply code; nil when it let us read.
    func refusal(ofReading queue: String) async throws -> Int? {
        do {
            _ = try await read([queue])
            return nil
        } catch let error as BusError {
            return error.replyCode ?? -1
        }
    }

    /// - Returns: the broker's reply code; nil when it took the message.
    func refusal(ofPublishingTo exchange: String, _ key: String) async throws -> Int? {
        let publisher = try AMQPPublisher(configuration)
        let outcome = await publisher.publish([
            OutboundMessage(exchange: exchange, routingKey: key, contentType: "text/plain", body: Array("x".utf8))
        ]).first
        await publisher.close()
        switch outcome {
        case .confirmed?: return nil
        case .returned(let code, _)?: return code
        case .indeterminate(let error)?: return error.replyCode ?? -1
        case .rejected?, nil: return -1
        }
    }

    /// - Returns: why the broker did not do it; nil when it did.
    func refusal(_ act: @Sendable (AMQPTopologyClient) async throws(BusError) -> Void) async throws -> BusError.Code? {
        let client = try AMQPTopologyClient(configuration)
        do throws(BusError) {
            try await act(client)
            await client.close()
            return nil
        } catch {
            await client.close()
            return error.code
        }
    }

    /// - Returns: why the broker does not let us in; nil when it does.
    func refusalOfLogin() async throws -> BusError.Code? {
        try await refusal { client throws(BusError) in try await client.connect() }
    }
}
