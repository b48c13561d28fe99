import Bus
import Console
import Consumers
import Events
import JSON
import Store

/// Attaching consumers of others: their queues, and how they connect.
struct Attachments: Sendable {
    let node: AllRoles

    /// Attaches a new consumer; the same again declares what may be missing and answers the same.
    func attach(_ request: ControlRequest) async throws -> JSONValue {
        let consumer = try ConsumerAttachment.consumer(request)
        let name = consumer.name
        let present = try await AttachedConsumers.load(node.control).first { $0.name == name }
        try ConsumerAttachment.check(consumer, against: present)
        let partitioning = try Stores.partitioning(node.configuration)
        let topology = LienThongTopology.attached(consumer, partitioning)
        let steps = try await node.bus.withTopologyClient { client throws(BusError) in try await client.apply(topology) }
        if let wrong = steps.first(where: { !$0.isFine }) { throw ControlFailure(exit: 1, "\(wrong)") }
        if present == nil { try await AttachedConsumers.save(consumer, by: request.actor, in: node.control) }
        let broker = node.configuration.broker
        let endpoint = broker.endpoints.first.flatMap(Endpoint.init) ?? Endpoint(host: broker.host, port: broker.port)
        return [
            "name": .string(name), "queues": .array(consumer.queues(in: partitioning).map(JSONValue.string)),
            "host": .string(endpoint.host), "port": .integer(Int64(endpoint.port)),
            "virtualHost": .string(broker.virtualHost), "user": .string(broker.user),
            "passwordFile": .string(node.configuration.path(broker.passwordFile)),
            "contentType": .string(BatchCodec.contentType),
        ]
    }

    func list() async throws -> JSONValue {
        let partitioning = try Stores.partitioning(node.configuration)
        let consumers = try await AttachedConsumers.load(node.control)
        return try await node.bus.withTopologyClient { client throws(BusError) in
            var list: [JSONValue] = []
            for consumer in consumers {
                let queues = consumer.queues(in: partitioning)
                var ready = 0
                var connected = 0
                for queue in queues {
                    let state = try await client.state(ofQueue: queue)
                    ready += state?.messages ?? 0
                    connected += state?.consumers ?? 0
                }
                list.append([
                    "name": .string(consumer.name), "queues": .array(queues.map(JSONValue.string)),
                    "patterns": .array(consumer.patterns.map { .string($0.description) }),
                    "ready": .integer(Int64(ready)), "connected": .integer(Int64(connected)),
                ])
            }
            return .array(list)
        }
    }
}
