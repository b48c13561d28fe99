import JSON

/// Renders shapes as JSON Schema and remembers what they refer to.
///
/// It writes only keywords that drafts 7 and 2020-12 read alike, so that AsyncAPI documents and plain schemas share it.
struct SchemaWriter {
    /// Where the shapes that others refer to stand in the document.
    enum Shelf: String {
        case definitions = "#/$defs/"
        case components = "#/components/schemas/"
    }

    private let shelf: Shelf
    /// Named shapes that were referred to, each once, in the order of their first mention.
    private(set) var shared: [JSONObject.Member] = []

    init(_ shelf: Shelf) { self.shelf = shelf }

    func reference(_ name: String) -> JSONValue { ["$ref": .string(shelf.rawValue + name)] }

    mutating func object(_ schema: ObjectSchema) -> JSONValue {
        var result = JSONObject()
        if !schema.meaning.isEmpty { result["description"] = .string(schema.meaning) }
        result["type"] = "object"
        result["properties"] = .object(JSONObject(schema.members.map { .init(key: $0.name, value: member($0)) }))
        let required = schema.members.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { result["required"] = .array(required) }
        return .object(result)
    }

    private mutating func member(_ member: SchemaMember) -> JSONValue {
        switch member.kind {
        case .text(let form):
            return described(text(form), member.meaning)
        case .list(let element, let maximum):
            return described(list(of: shape(of: element), maximum), member.meaning)
        case .texts(let form, let maximum):
            return described(list(of: text(form), maximum), member.meaning)
        }
    }

    private func list(of items: JSONValue, _ maximum: Int) -> JSONValue {
        ["type": "array", "maxItems": .integer(Int64(maximum)), "items": items]
    }

    private mutating func shape(of element: ObjectSchema) -> JSONValue {
        guard let name = element.name else { return object(element) }
        if !has(name) { put(name, object(element)) }
        return reference(name)
    }

    /// Draft 7 ignores what stands beside a reference, so a description goes around it.
    private func described(_ schema: JSONValue, _ meaning: String) -> JSONValue {
        guard !meaning.isEmpty, var object = schema.object else { return schema }
        if object["$ref"] != nil { return ["description": .string(meaning), "allOf": [schema]] }
        object = JSONObject([.init(key: "description", value: .string(meaning))] + object.members)
        return .object(object)
    }

    mutating func text(_ form: TextForm) -> JSONValue {
        guard let name = form.name else { return plain(form) }
        if !has(name) { put(name, plain(form)) }
        return reference(name)
    }

    private func plain(_ form: TextForm) -> JSONValue {
        var result = JSONObject()
        if !form.meaning.isEmpty { result["description"] = .string(form.meaning) }
        result["type"] = "string"
        if !form.values.isEmpty { result["enum"] = .array(form.values.map(JSONValue.string)) }
        if let pattern = form.pattern { result["pattern"] = .string(pattern) }
        if form.minimum > 0 { result["minLength"] = .integer(Int64(form.minimum)) }
        if let maximum = form.maximum { result["maxLength"] = .integer(Int64(maximum)) }
        if let format = form.format { result["format"] = .string(format) }
        if form.values.isEmpty { result["examples"] = [.string(form.example)] }
        return .object(result)
    }

    private func has(_ name: String) -> Bool { shared.contains { $0.key == name } }

    mutating func put(_ name: String, _ schema: JSONValue) { shared.append(.init(key: name, value: schema)) }
}
