import JSON

/// Builds the members of one payload in order; nil values are left out.
struct PayloadWriter {
    private(set) var members: [JSONObject.Member] = []

    mutating func put(_ key: String, _ value: String?) {
        if let value { members.append(.init(key: key, value: .string(value))) }
    }

    mutating func put(_ key: String, _ value: (some CustomStringConvertible)?) {
        if let value { members.append(.init(key: key, value: .string(value.description))) }
    }

    mutating func put(_ key: String, list: [JSONValue]) {
        members.append(.init(key: key, value: .array(list)))
    }

    var json: JSONValue { .object(JSONObject(members)) }

    static func json(_ build: (inout PayloadWriter) -> Void) -> JSONValue {
        var writer = PayloadWriter()
        // The largest payloads have 15 members.
        writer.members.reserveCapacity(16)
        build(&writer)
        return writer.json
    }
}
