import Bus
import Console
import Consumers
import Events
import JSON
import Store

/// Attaching consumers of others: their queues, their user, and how they connect; taking them off again.
struct Attachments: Sendable {
    let node: Node
    /// For counting what is parked; nil where there is none.
    var ledger: (any Ledger)?
    /// nil when users are made by whoever runs the broker.
    var management: AttachManagement?
    /// Folder of the consumers' passwords, as configured.
    var folder = "consumers"

    /// The operators' commands of this concern, by path.
    var operations: [String: ControlOperation] {
        [
            "consumer/attach": { request in try await attach(request) },
            "consumer/detach": { request in try await detach(request) },
            "consumer/list": { _ in try await list() },
        ]
    }

    var credentials: AttachCredentials { AttachCredentials(folder: node.configuration.path(folder)) }

    /// Attaches a new consumer; the same again declares what may be missing and answers the same.
    ///
    /// What keeps its user from being made is looked for first, so that no queue fills up which nobody can read. What fails
    /// later leaves a consumer that is attached: the same command finishes it, and `consumer detach` takes it off.
    func attach(_ request: ControlRequest) async throws -> JSONValue {
        let consumer = try ConsumerAttachment.consumer(request)
        let start = try ConsumerAttachment.start(request, now: SystemClock.now())
        let present = try await AttachedConsumers.named(consumer.name, node.control)
        if let present {
            try ConsumerAttachment.check(consumer, against: present.consumer)
            try ConsumerAttachment.check(start, against: present.start, of: consumer.name)
            guard !present.isDetaching else {
                throw ControlFailure(exit: 1, "`\(consumer.name)` is being detached; finish that with `consumer detach`")
            }
        }
        if let user = Self.user(consumer) { try await management?.check(user) }
        let partitioning = try Stores.partitioning(node.configuration)
        let topology =
            start == nil
            ? LienThongTopology.attached(consumer, partitioning) : FedTopology(consumer, partitioning).queues
        let steps = try await node.bus.withTopologyClient { client throws(BusError) in try await client.apply(topology) }
        if let wrong = steps.first(where: { !$0.isFine }) { throw ControlFailure(exit: 1, "\(wrong)") }
        let attachment = Attachment(consumer, start: start)
        if present == nil { try await AttachedConsumers.save(attachment, by: request.actor, in: node.control) }
        return .object(JSONObject(try await settings(attachment, partitioning)))
    }

    /// What a client needs to connect, after its user is made or what makes it is written.
    private func settings(_ attachment: Attachment, _ partitioning: Partitioning) async throws -> [JSONObject.Member] {
        let name = attachment.consumer.name
        let broker = node.configuration.broker
        let endpoint = broker.endpoints.first.flatMap(Endpoint.init) ?? Endpoint(host: broker.host, port: broker.port)
        let todo = try await finished(name) { try await makeUser(attachment.consumer) }
        return [
            .init(key: "name", value: .string(name)),
            .init(key: "queues", value: .array(attachment.consumer.queues(in: partitioning).map(JSONValue.string))),
            .init(key: "from", value: .string(attachment.start?.description ?? "now")),
            .init(key: "host", value: .string(endpoint.host)), .init(key: "port", value: .integer(Int64(endpoint.port))),
            .init(key: "tls", value: .bool(!broker.tls.authority.isEmpty)),
            .init(key: "virtualHost", value: .string(broker.virtualHost)),
            .init(key: "user", value: .string(BrokerRole.consumer(name))),
            .init(key: "passwordFile", value: .string(credentials.passwordFile(name))),
            .init(key: "contentType", value: .string(BatchCodec.contentType)),
            .init(key: "userMade", value: .bool(todo.isEmpty)),
            .init(key: "administrator", value: .array(todo.map(JSONValue.string))),
        ]
    }

    private static func user(_ consumer: AttachedConsumer) -> BrokerUser? {
        LienThongRights.matrix(consumers: [consumer])[BrokerRole.consumer(consumer.name)]
    }

    /// Says of a failure that comes after the queues were made what is there already.
    private func finished<Result>(_ name: String, _ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch {
            let failure = ControlFailure(any: error)
            throw ControlFailure(
                exit: failure.exit,
                "`\(name)` is attached and its queues collect, but its user is not ready; give the command again when this "
                    + "is mended, or take it off with `consumer detach \(name)`: \(failure.message)")
        }
    }

    /// - Returns: what an administrator of the broker has to run before the consumer can connect; nothing when its user is made.
    private func makeUser(_ consumer: AttachedConsumer) async throws -> [String] {
        guard let user = Self.user(consumer) else { return [] }
        do {
            let hash = AttachCredentials.hash(try credentials.password(consumer.name))
            if let management {
                try await management.put(user, hash: hash)
                return []
            }
            let document = Self.definitions(user, hash: hash, virtualHost: node.configuration.broker.virtualHost)
            let file = credentials.definitionsFile(consumer.name)
            try credentials.write(document.prettyText + "\n", to: file)
            return ["rabbitmqctl import_definitions \(file)"]
        } catch let failure as CommandFailure {
            throw ControlFailure(exit: Int(failure.exit.rawValue), failure.message)
        }
    }

    /// One user and its rights, for RabbitMQ 3.10 and later. An import leaves every other user as it is.
    static func definitions(_ user: BrokerUser, hash: String, virtualHost: String) -> JSONValue {
        [
            "rabbit_version": "3.10.0", "rabbitmq_version": "3.10.0",
            "users": [
                [
                    "name": .string(user.name), "password_hash": .string(hash),
                    "hashing_algorithm": "rabbit_password_hashing_sha256", "tags": [], "limits": [:],
                ]
            ],
            "permissions": [
                [
                    "user": .string(user.name), "vhost": .string(virtualHost),
                    "configure": .string(user.rights.configure.description),
                    "write": .string(user.rights.write.description), "read": .string(user.rights.read.description),
                ]
            ],
        ]
    }
}
