public import JSON

/// A topology and the rights on it as a definitions document, which `rabbitmqctl import_definitions` and the broker's
/// `definitions.local.path` take; the same document for RabbitMQ 3.10, 3.13 and 4.
///
/// There are no passwords in it. Every user has an empty hash, with which nobody can log in: whoever runs the broker sets
/// the passwords (`rabbitmqctl change_password`) or uses client certificates. An import overwrites the users that it
/// names, their passwords too, so `users` belongs to the preparation of a new broker and `objects` to everything later.
public struct BrokerDefinitions: Sendable, Hashable {
    public var virtualHost: String
    public var topology: Topology
    public var matrix: PermissionMatrix

    public init(virtualHost: String, topology: Topology, matrix: PermissionMatrix) {
        self.virtualHost = virtualHost
        self.topology = topology
        self.matrix = matrix
    }

    /// Everything, for a broker that is being prepared.
    public var complete: JSONValue { document(header + users + objectMembers) }

    /// Virtual host, exchanges, queues and bindings: may be imported at any time, changes nothing that exists.
    public var objects: JSONValue { document(header + objectMembers) }

    private typealias Members = [(String, JSONValue)]

    private func document(_ members: Members) -> JSONValue {
        .object(JSONObject(members.map { JSONObject.Member(key: $0.0, value: $0.1) }))
    }

    /// The oldest version that the document is for: it tells later ones how to read it.
    private var header: Members { [("rabbit_version", "3.10.0"), ("rabbitmq_version", "3.10.0")] }

    private var users: Members {
        let host = JSONValue.string(virtualHost)
        return [
            (
                "users",
                .array(
                    matrix.users.map { user in
                        [
                            "name": .string(user.name), "password_hash": "",
                            "hashing_algorithm": "rabbit_password_hashing_sha256", "tags": [], "limits": [:],
                        ]
                    })
            ),
            (
                "permissions",
                .array(
                    matrix.users.map { user in
                        [
                            "user": .string(user.name), "vhost": host,
                            "configure": .string(user.rights.configure.description),
                            "write": .string(user.rights.write.description),
                            "read": .string(user.rights.read.description),
                        ]
                    })
            ),
            (
                "topic_permissions",
                .array(
                    matrix.users.flatMap { user in
                        user.topics.map { topic in
                            [
                                "user": .string(user.name), "vhost": host, "exchange": .string(topic.exchange),
                                "write": .string(topic.write.description), "read": .string(topic.read.description),
                            ]
                        }
                    })
            ),
        ]
    }

    private var objectMembers: Members {
        let host = JSONValue.string(virtualHost)
        return [
            ("vhosts", [["name": host]]),
            (
                "exchanges",
                .array(
                    topology.exchanges.map { exchange in
                        [
                            "name": .string(exchange.name), "vhost": host, "type": .string(exchange.kind.rawValue),
                            "durable": true, "auto_delete": false, "internal": false, "arguments": [:],
                        ]
                    })
            ),
            (
                "queues",
                .array(
                    topology.queues.map { queue in
                        [
                            "name": .string(queue.name), "vhost": host, "durable": true, "auto_delete": false,
                            "arguments": HeaderValue.table(queue.arguments).json,
                        ]
                    })
            ),
            (
                "bindings",
                .array(
                    topology.bindings.map { binding in
                        [
                            "source": .string(binding.exchange), "vhost": host, "destination": .string(binding.queue),
                            "destination_type": "queue", "routing_key": .string(binding.routingKey), "arguments": [:],
                        ]
                    })
            ),
        ]
    }
}
