import Bus
import JSON

/// A queue, or one queue a partition, as a channel of the document.
struct AsyncAPIQueue {
    /// With `{partition}` or `{consumer}` in it where the name varies.
    let address: String
    private let declaration: QueueDeclaration
    private let bindings: [BindingDeclaration]
    private let use: Use

    /// What a queue is there for.
    private struct Use {
        /// As seen from the pipeline: `receive` for what it reads itself.
        var action: String
        var summary: String
    }

    /// Everything that the topology declares, and the queues that attaching would add.
    static func all(_ partitions: Partitioning) -> [AsyncAPIQueue] {
        var attached: [AttachedConsumer] = []
        for isPartitioned in [false, true] {
            guard let pattern = RoutingPattern("#") else { continue }
            // Any name will do: it is replaced by the parameter.
            let consumer = AttachedConsumer(name: placeholder, patterns: [pattern], isPartitioned: isPartitioned)
            if let consumer { attached.append(consumer) }
        }
        let topology = LienThongTopology.topology(partitions: partitions, consumers: attached)
        var result: [AsyncAPIQueue] = []
        for queue in topology.queues {
            let address = address(of: queue.name, partitions)
            guard !result.contains(where: { $0.address == address }) else { continue }
            let bindings = topology.bindings.filter { self.address(of: $0.queue, partitions) == address }
            result.append(AsyncAPIQueue(address: address, declaration: queue, bindings: bindings, use: use(of: queue.name)))
        }
        return result
    }

    private static let placeholder = "consumer-name"

    private static func address(of queue: String, _ partitions: Partitioning) -> String {
        let name = queue.replacing("lt.consumer.\(placeholder)", with: "lt.consumer.{consumer}")
        for partition in 0..<partitions.count where name.hasSuffix(".\(Partitioning.name(partition))") {
            return name.dropLast(3) + "{partition}"
        }
        return name
    }

    private static func use(of queue: String) -> Use {
        if queue.hasPrefix("lt.consumer.") {
            return Use(action: "send", summary: "What an attached consumer reads; `lienthong consumer attach` makes it.")
        }
        if queue.hasPrefix("lt.held") {
            return Use(action: "receive", summary: "Accepted while the receiver holds; goes to lt.events, in order, when it is released.")
        }
        return switch queue {
        case BrokerNames.journal:
            Use(action: "receive", summary: "The history of all events, a stream; replays read it.")
        case BrokerNames.control:
            Use(action: "receive", summary: "The log of operators' acts, a stream; every process of the installation reads it.")
        case BrokerNames.poison:
            Use(action: "receive", summary: "What was delivered too often; goes into the parked store.")
        case BrokerNames.restructure:
            Use(action: "receive", summary: "Events of catalogs, treasury accounts and certificates.")
        default:
            Use(action: "receive", summary: "The pool of declarations.")
        }
    }

    private var id: String { "queues.\(address.replacing("{", with: "").replacing("}", with: ""))" }

    private var parameters: [JSONObject.Member] {
        ["consumer", "partition"].filter { address.contains("{\($0)}") }
            .map { .init(key: $0, value: ["$ref": .string("#/components/parameters/\($0)")]) }
    }

    /// Names of the messages that may be in it.
    private var messages: [String] {
        if address == BrokerNames.control { return [Self.controlMessage.key] }
        // Nothing is bound to the poison queue: it gets the dead letters of all others.
        let patterns = address == BrokerNames.poison ? ["#"] : bindings.map(\.routingKey)
        return AsyncAPIRouting.all.filter { routing in patterns.contains { routing.isTaken(by: $0) } }.map(\.name)
    }

    var channel: JSONObject.Member {
        var channel = JSONObject([
            .init(key: "address", value: .string(address)), .init(key: "description", value: .string(use.summary)),
            .init(
                key: "messages",
                value: .object(
                    JSONObject(
                        messages.map {
                            .init(key: $0, value: ["$ref": .string("#/components/messages/\($0)")])
                        }))),
        ])
        if !parameters.isEmpty { channel["parameters"] = .object(JSONObject(parameters)) }
        channel["bindings"] = [
            "amqp": [
                "is": "queue",
                "queue": [
                    "name": .string(address), "durable": true, "exclusive": false, "autoDelete": false, "vhost": "lienthong",
                ],
                "bindingVersion": "0.3.0",
            ]
        ]
        channel["x-queue-arguments"] = .object(
            JSONObject(declaration.arguments.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: Self.json($0.value)) }))
        channel["x-bound-to"] = .array(bound)
        return .init(key: id, value: .object(channel))
    }

    /// Exchange and binding key, each once.
    private var bound: [JSONValue] {
        var keys: [JSONValue] = []
        for binding in bindings {
            var key = binding.routingKey
            if address.contains("{partition}"), let dot = key.lastIndex(of: ".") { key = key[...dot] + "{partition}" }
            let entry: JSONValue = ["exchange": .string(binding.exchange), "routingKey": .string(key)]
            if !keys.contains(entry) { keys.append(entry) }
        }
        return keys
    }

    var operation: JSONObject.Member {
        var operation = JSONObject([
            .init(key: "action", value: .string(use.action)),
            .init(key: "channel", value: ["$ref": .string("#/channels/\(id)")]),
            .init(key: "summary", value: .string(use.summary)),
        ])
        operation["messages"] = .array(messages.map { ["$ref": .string("#/channels/\(id)/messages/\($0)")] })
        let verb = use.action == "send" ? "deliver" : "read"
        return .init(key: "\(verb).\(id.dropFirst("queues.".count))", value: .object(operation))
    }

    static let controlMessage = JSONObject.Member(
        key: "control.entry",
        value: [
            "name": "control.entry",
            "title": "One entry of the control log",
            "contentType": "application/json",
            "payload": [
                "type": "object", "properties": ["sequence": ["type": "integer", "minimum": 1]], "required": ["sequence"],
            ],
        ])

    private static func json(_ value: HeaderValue) -> JSONValue {
        switch value {
        case .bool(let flag): .bool(flag)
        case .integer(let number): .integer(number)
        case .string(let text): .string(text)
        default: .null
        }
    }
}
