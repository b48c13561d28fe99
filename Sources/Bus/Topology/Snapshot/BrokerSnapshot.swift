public import JSON

/// What a broker has in one virtual host, read from its own export (`rabbitmqctl export_definitions -`).
///
/// It shows what plain AMQP 0-9-1 does not: bindings, policies and operator policies. Users and passwords in the export
/// are not read.
public struct BrokerSnapshot: Sendable {
    struct Queue {
        let isDurable: Bool
        let isAutoDelete: Bool
        let arguments: [(key: String, value: JSONValue)]
    }

    struct Exchange {
        let type: String
        let isDurable: Bool
        let arguments: [(key: String, value: JSONValue)]
    }

    private(set) var exchanges: [String: Exchange] = [:]
    private(set) var queues: [String: Queue] = [:]
    /// In the order of the export.
    private(set) var bindings: [BindingDeclaration] = []
    private(set) var policies: [PolicySnapshot] = []

    /// - Throws: `undecodable` for another kind of document; `notFound` when it has no such virtual host.
    public init(definitions: JSONValue, virtualHost: String) throws(BusError) {
        guard let hosts = definitions["vhosts"]?.array, definitions["queues"]?.array != nil else {
            throw BusError(.undecodable, "this is no export of a broker's definitions")
        }
        guard hosts.contains(where: { $0["name"]?.string == virtualHost }) else {
            throw BusError(.notFound, "the export has no virtual host \(virtualHost)")
        }
        func ours(_ member: String) -> [JSONValue] {
            (definitions[member]?.array ?? []).filter { $0["vhost"]?.string == virtualHost }
        }
        for json in ours("exchanges") {
            guard let name = json["name"]?.string else { continue }
            exchanges[name] = Exchange(
                type: json["type"]?.string ?? "", isDurable: json["durable"]?.bool ?? false, arguments: Self.arguments(json))
        }
        for json in ours("queues") {
            guard let name = json["name"]?.string else { continue }
            queues[name] = Queue(
                isDurable: json["durable"]?.bool ?? false, isAutoDelete: json["auto_delete"]?.bool ?? true,
                arguments: Self.arguments(json))
        }
        for json in ours("bindings") where json["destination_type"]?.string == "queue" {
            guard let source = json["source"]?.string, let destination = json["destination"]?.string else { continue }
            bindings.append(
                BindingDeclaration(exchange: source, queue: destination, routingKey: json["routing_key"]?.string ?? ""))
        }
        policies = ours("policies").compactMap { PolicySnapshot($0, name: $0["name"]?.string, isOperator: false) }
        for json in ours("parameters") where json["component"]?.string == "operator_policy" {
            if let policy = json["value"].flatMap({ PolicySnapshot($0, name: json["name"]?.string, isOperator: true) }) {
                policies.append(policy)
            }
        }
    }

    private static func arguments(_ json: JSONValue) -> [(key: String, value: JSONValue)] {
        (json["arguments"]?.object?.members ?? []).map { ($0.key, $0.value) }
    }
}
