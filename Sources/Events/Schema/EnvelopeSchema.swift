import Bus
import JSON

/// The CloudEvents attributes, as this pipeline writes them.
enum EnvelopeSchema {
    /// `type` and `data` are narrowed by the schema of each event type.
    static func object(_ writer: inout SchemaWriter) -> JSONValue {
        let schema = writer.object(attributes)
        guard var object = schema.object, let properties = object["properties"]?.object else { return schema }
        object["properties"] = .object(
            JSONObject(properties.members + [.init(key: "data", value: ["description": "The payload; its shape goes by the type."])]))
        object["required"] = .array((object["required"]?.array ?? []) + ["data"])
        return .object(object)
    }

    private static let attributes = ObjectSchema(
        "A CloudEvents 1.0 event in JSON. Attributes that are not listed may come; let them by.",
        .required("specversion", .choice(["1.0"])),
        .required(
            "id", .eventID,
            "The same native message handed over again gives the same id; what was seen under an id must not be applied again."),
        .required(
            "source", TextForm(minimum: 1, maximum: 255, format: "uri-reference", example: "/vn/customs/epayment"),
            "The system that says so."),
        .required(
            "type",
            TextForm(
                pattern: #"^vn\.customs\.[a-z0-9-]+\.[a-z0-9-]+\.[a-z0-9-]+\.v[1-9][0-9]*$"#, maximum: 200,
                example: "vn.customs.epayment.payment.made.v1"),
            "vn.customs, then system, entity, what happened, and the version. A change that readers could trip over is a new version."),
        .optional(
            "subject", TextForm(minimum: 1, maximum: 1024, example: "100000000010"), "Normally a declaration number."),
        .required("time", .time, "Business time: when it happened in the system that says so. Catalogs apply as of this time."),
        .required("datacontenttype", .choice(["application/json"])),
        .required(
            "partitionkey", TextForm(minimum: 1, maximum: 255, example: "10000000001"),
            "What order is kept by. CRC-32 of its UTF-8 bytes, modulo the number of partitions, is the partition."),
        .required("sequence", .digits(20...20, example: "00000000000000000001"), "Rises within one outbox."),
        .optional("traceparent", TextForm(minimum: 1, maximum: 255, example: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"), "W3C trace context."),
        .required("recordedtime", .time, "When the outbox accepted it."))
}
