import Bus
import JSON

/// Examples, made from those of the single members.
enum SchemaExample {
    static func object(_ schema: ObjectSchema) -> JSONValue {
        .object(
            JSONObject(
                schema.members.map { member in
                    switch member.kind {
                    case .text(let form): .init(key: member.name, value: .string(form.example))
                    case .list(let element, _): .init(key: member.name, value: .array([object(element)]))
                    case .texts(let form, _): .init(key: member.name, value: [.string(form.example)])
                    }
                }))
    }

    static func event(_ payload: any DescribedPayload.Type) -> JSONValue {
        let data = object(payload.schema)
        let declaration = data["declaration"]?.string
        let key = declaration.flatMap { DeclarationNumber($0) }?.key ?? "\(payload.type.system):example"
        var event: JSONObject = JSONObject()
        event["specversion"] = "1.0"
        event["id"] = .string("\(payload.type.system):example:1")
        event["source"] = .string("/vn/customs/\(payload.type.system)")
        event["type"] = .string(payload.type.rawValue)
        event["subject"] = declaration.map { .string($0) }
        event["time"] = .string(TextForm.time.example)
        event["datacontenttype"] = "application/json"
        event["partitionkey"] = .string(key)
        event["sequence"] = "00000000000000000001"
        event["recordedtime"] = .string(TextForm.time.example)
        event["data"] = data
        return .object(event)
    }
}
