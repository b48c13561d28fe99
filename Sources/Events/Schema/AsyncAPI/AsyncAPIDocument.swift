public import Bus
public import JSON

/// The AsyncAPI 3.0 document of everything on the broker: events, routing keys, queues.
///
/// Made from the code that declares and writes them, so that it cannot say anything else.
public enum AsyncAPIDocument {
    public static let version = "3.0.0"

    /// - Parameter partitions: of the installation; they are the values that `{partition}` may have.
    public static func json(partitions: Partitioning = .standard) -> JSONValue {
        var writer = SchemaWriter(.components)
        writer.put("envelope", EnvelopeSchema.object(&writer))
        for payload in SchemaCatalog.all {
            writer.put(payload.type.rawValue, SchemaDocument.event(payload, &writer))
        }
        let keys = AsyncAPIRouting.all
        let queues = AsyncAPIQueue.all(partitions)
        return [
            "asyncapi": .string(version),
            "id": "urn:lienthong",
            "info": info,
            "defaultContentType": .string(BatchCodec.contentType),
            "servers": ["broker": server],
            "channels": .object(JSONObject(keys.map(\.channel) + queues.map(\.channel))),
            "operations": .object(JSONObject(keys.map(\.operation) + queues.map(\.operation))),
            "components": [
                "schemas": .object(JSONObject(writer.shared)),
                "messages": .object(JSONObject(keys.map(\.message) + [AsyncAPIQueue.controlMessage])),
                "parameters": ["partition": partition(partitions), "consumer": consumer],
                "securitySchemes": ["password": ["type": "userPassword", "description": "A user of the broker for each consumer."]],
            ],
        ]
    }

    private static let info: JSONValue = [
        "title": "Liên thông: events of the customs systems",
        "version": "1",
        "description": .string(
            """
            What a consumer needs to know: which events there are, where they are routed, and which queue they come from.

            A message is a batch of 1 to \(Limits.batchEvents) CloudEvents of one routing key, at most \(Limits.batchBytes / 1024) KiB unless one \
            event alone is larger. It may come twice, and an event may come in another batch (replay): remember ids, acknowledge after \
            the work is done. Order holds for events of one partition key.
            """),
    ]

    private static let server: JSONValue = [
        "host": "{host}:{port}",
        "pathname": "/{virtualHost}",
        "protocol": "amqp",
        "protocolVersion": "0.9.1",
        "description": "RabbitMQ 3.10 or later. `lienthong consumer attach` prints the settings of an installation.",
        "variables": [
            "host": ["default": "127.0.0.1"], "port": ["default": "56720"], "virtualHost": ["default": "lienthong"],
        ],
        "security": [["$ref": "#/components/securitySchemes/password"]],
    ]

    private static func partition(_ partitions: Partitioning) -> JSONValue {
        [
            "description":
                "CRC-32 (as in zlib) of the partition key's UTF-8 bytes, modulo the number of partitions, which is fixed for an installation (1 to 64).",
            "enum": .array((0..<partitions.count).map { .string(Partitioning.name($0)) }),
        ]
    }

    private static let consumer: JSONValue = [
        "description": "The attached consumer's name: 1 to 64 lower-case letters, digits and hyphens.", "examples": ["statistics"],
    ]
}
