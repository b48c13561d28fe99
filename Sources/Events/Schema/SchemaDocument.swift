import Bus
import JSON

/// Whole schemas, each of which needs no other.
enum SchemaDocument {
    private static let dialect = "https://json-schema.org/draft/2020-12/schema"

    static func payload(_ payload: any DescribedPayload.Type) -> JSONValue {
        var writer = SchemaWriter(.definitions)
        let shape = writer.object(payload.schema)
        return document("data:\(payload.type)", "Data of \(payload.type)", shape, writer)
    }

    static func event(_ payload: any DescribedPayload.Type) -> JSONValue {
        var writer = SchemaWriter(.definitions)
        writer.put("envelope", EnvelopeSchema.object(&writer))
        let shape = event(payload, &writer)
        return document("event:\(payload.type)", payload.type.rawValue, shape, writer)
    }

    static func envelope() -> JSONValue {
        var writer = SchemaWriter(.definitions)
        let shape = EnvelopeSchema.object(&writer)
        return document("envelope", "An event of Liên thông", shape, writer)
    }

    /// The envelope, narrowed to the type and its payload. `envelope` must be among the writer's shared shapes.
    static func event(_ payload: any DescribedPayload.Type, _ writer: inout SchemaWriter) -> JSONValue {
        [
            "description": .string(payload.schema.meaning),
            "allOf": [
                writer.reference("envelope"),
                [
                    "type": "object",
                    "properties": [
                        "type": ["const": .string(payload.type.rawValue)],
                        "source": ["const": .string("/vn/customs/\(payload.type.system)")],
                        "data": writer.object(payload.schema),
                    ],
                    "required": ["data"],
                ],
            ],
            "examples": [SchemaExample.event(payload)],
        ]
    }

    private static func document(_ id: String, _ title: String, _ shape: JSONValue, _ writer: SchemaWriter) -> JSONValue {
        var document = JSONObject([
            .init(key: "$schema", value: .string(dialect)), .init(key: "$id", value: .string("urn:lienthong:schema:\(id)")),
            .init(key: "title", value: .string(title)),
        ])
        for member in shape.object?.members ?? [] { document[member.key] = member.value }
        if !writer.shared.isEmpty { document["$defs"] = .object(JSONObject(writer.shared)) }
        return .object(document)
    }
}
