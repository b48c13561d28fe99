internal import JSON

extension HeaderValue {
    /// As definitions documents write arguments.
    var json: JSONValue {
        switch self {
        case .bool(let flag): .bool(flag)
        case .integer(let number): .integer(number)
        case .timestamp(let seconds): .integer(Int64(clamping: seconds))
        case .double(let number): .decimal("\(number)")
        case .string(let text): .string(text)
        case .bytes(let bytes): .string(String(decoding: bytes, as: UTF8.self))
        case .array(let values): .array(values.map(\.json))
        case .table(let members):
            .object(
                JSONObject(
                    members.sorted { $0.key < $1.key }.map { JSONObject.Member(key: $0.key, value: $0.value.json) }))
        case .void: .null
        }
    }
}
