import Bus
import Events
import TestSupport

/// One user of a prepared broker, trying things.
struct RoleAtWork {
    let configuration: BusConfiguration

    init(_ user: String, on prepared: PreparedBroker) { configuration = prepared.configuration(user) }

    /// - Returns: nil when it was confirmed, else the broker's reply code.
    func publish(_ exchange: String, _ routingKey: String, _ text: String = "x") async throws -> Int? {
        let publisher = try AMQPPublisher(configuration)
        let outcome = await publisher.publish([
            OutboundMessage(exchange: exchange, routingKey: routingKey, contentType: "text/plain", body: Array(text.utf8))
        ]).first
        await publisher.close()
        switch outcome {
        case .confirmed?: return nil
        case .returned(let code, _)?: return code
        case .indeterminate(let error)?: return error.replyCode ?? -1
        case .rejected?, nil: return -1
        }
    }

    /// Consumes without acknowledging, so that nothing is gone for the next one.
    /// - Returns: nil once something has come, else the broker's reply code.
    func consume(_ queue: String, stream: Bool = false) async throws -> Int? {
        let source = stream
            ? try AMQPSource(stream: queue, from: .first, configuration) : try AMQPSource(queues: [queue], configuration)
        do {
            _ = try await withDeadline(.seconds(20), "a delivery of \(queue)") { try await source.next(maximum: 1) }
            await source.stop()
            return nil
        } catch let error as BusError {
            await source.stop()
            return error.replyCode ?? -1
        }
    }

    /// - Returns: nil when the broker did it, else its reply code.
    func ask(_ act: @Sendable (AMQPTopologyClient) async throws(BusError) -> Void) async throws -> Int? {
        let client = try AMQPTopologyClient(configuration)
        do throws(BusError) {
            try await act(client)
            await client.close()
            return nil
        } catch {
            await client.close()
            return error.replyCode ?? -1
        }
    }

    func declare(_ queue: QueueDeclaration) async throws -> Int? {
        try await ask { client throws(BusError) in try await client.declare(queue) }
    }

    func bind(_ exchange: String, _ queue: String, _ key: String) async throws -> Int? {
        let binding = BindingDeclaration(exchange: exchange, queue: queue, routingKey: key)
        return try await ask { client throws(BusError) in try await client.declare(binding) }
    }

    func delete(_ queue: String) async throws -> Int? {
        try await ask { client throws(BusError) in try await client.delete(queue: queue) }
    }
}
