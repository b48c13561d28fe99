import Bus
import JSON

/// The routing keys of one entity of one system, as a channel of the document.
struct AsyncAPIRouting {
    let system: String
    let entity: String
    private let types: [any DescribedPayload.Type]

    /// In the order of the payload catalog.
    static var all: [AsyncAPIRouting] {
        var result: [AsyncAPIRouting] = []
        for payload in SchemaCatalog.all
        where !result.contains(where: { $0.system == payload.type.system && $0.entity == payload.type.entity }) {
            result.append(AsyncAPIRouting(payload.type.system, payload.type.entity))
        }
        return result
    }

    private init(_ system: String, _ entity: String) {
        self.system = system
        self.entity = entity
        types = SchemaCatalog.all.filter { $0.type.system == system && $0.type.entity == entity }
    }

    var name: String { "\(system).\(entity)" }

    /// Whether a binding with this pattern takes in messages of these keys.
    func isTaken(by pattern: String) -> Bool {
        guard let pattern = RoutingPattern(pattern) else { return false }
        return (pattern.system == "*" || pattern.system == system) && (pattern.entity == "*" || pattern.entity == entity)
    }

    var channel: JSONObject.Member {
        .init(
            key: "events.\(name)",
            value: [
                "address": .string("\(name).{partition}"),
                "title": .string("Events about \(entity), said by \(system)"),
                "messages": [name: reference],
                "parameters": ["partition": ["$ref": "#/components/parameters/partition"]],
                "bindings": [
                    "amqp": [
                        "is": "routingKey",
                        "exchange": [
                            "name": .string(BrokerNames.events), "type": "topic", "durable": true, "autoDelete": false,
                            "vhost": "lienthong",
                        ],
                        "bindingVersion": "0.3.0",
                    ]
                ],
            ])
    }

    var operation: JSONObject.Member {
        .init(
            key: "publish.\(name)",
            value: [
                "action": "send",
                "channel": ["$ref": .string("#/channels/events.\(name)")],
                "summary": .string("The pipeline publishes them, persistent, mandatory and confirmed, in order for each routing key."),
                "messages": [["$ref": .string("#/channels/events.\(name)/messages/\(name)")]],
                "bindings": ["amqp": ["deliveryMode": 2, "mandatory": true, "bindingVersion": "0.3.0"]],
            ])
    }

    var reference: JSONValue { ["$ref": .string("#/components/messages/\(name)")] }

    var message: JSONObject.Member {
        let schemas = types.map { JSONValue.object(JSONObject([.init(key: "$ref", value: .string("#/components/schemas/\($0.type)"))])) }
        return .init(
            key: name,
            value: [
                "name": .string(name),
                "title": .string("Batch of events about \(entity), said by \(system)"),
                "contentType": .string(BatchCodec.contentType),
                "headers": Self.headers,
                "payload": [
                    "type": "array", "minItems": 1, "maxItems": .integer(Int64(Limits.batchEvents)),
                    "items": ["oneOf": .array(schemas)],
                ],
                "examples": [["name": "one of each", "payload": .array(types.map { SchemaExample.event($0) })]],
            ])
    }

    /// None of them is on a message that comes live and needs no mapping.
    private static let headers: JSONValue = [
        "type": "object",
        "properties": [
            "lt-in-force": [
                "type": "string",
                "description":
                    "On released and replayed messages: JSON text, an array with one element for each event, null or an object by catalog of code as written to code in force.",
            ],
            "lt-replay-id": ["type": "string", "description": "On replayed messages: the replay plan."],
            "lt-routing-key": [
                "type": "string", "description": "On replayed messages, which come by queue name: the key under which they went out first.",
            ],
        ],
    ]
}
