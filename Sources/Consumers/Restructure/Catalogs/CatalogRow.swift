public import Bus
public import JSON

/// One row of a catalog: what holds for a key from one business time to another.
public struct CatalogRow: Sendable, Hashable {
    public var key: String
    /// The definition's columns after the key, by name; an empty value is left out.
    public var values: [String: String]
    public var validFrom: Timestamp
    /// Exclusive; nil until the next row of the key, or for ever.
    public var validTo: Timestamp?
    /// The key may not be used from `validFrom` on.
    public var isClosed: Bool
    /// What takes its place. None: it ceases. One: renamed or merged. Several: split, and a human decides.
    public var successors: [String]

    public init(
        key: String, values: [String: String], validFrom: Timestamp, validTo: Timestamp? = nil, isClosed: Bool = false,
        successors: [String] = []
    ) {
        self.key = key
        self.values = values
        self.validFrom = validFrom
        self.validTo = validTo
        self.isClosed = isClosed
        self.successors = successors
    }

    public subscript(column: String) -> String { values[column] ?? "" }

    public var json: JSONValue {
        let members = values.sorted { $0.key < $1.key }.map { JSONObject.Member(key: $0.key, value: .string($0.value)) }
        return [
            "key": .string(key), "values": .object(JSONObject(members)), "from": .string(validFrom.description),
            "to": validTo.map { .string($0.description) } ?? .null, "closed": .bool(isClosed),
            "successors": .array(successors.map { .string($0) }),
        ]
    }

    /// nil when a member is missing or wrong.
    init?(json: JSONValue) {
        guard let key = json["key"]?.string, let values = json["values"]?.object,
            let from = json["from"]?.string.flatMap(Timestamp.init(rfc3339:)), let isClosed = json["closed"]?.bool,
            let successors = json["successors"]?.array?.compactMap(\.string)
        else { return nil }
        let to = json["to"]?.string
        guard to == nil || Timestamp(rfc3339: to ?? "") != nil else { return nil }
        let pairs = values.members.compactMap { member in member.value.string.map { (member.key, $0) } }
        self.init(
            key: key, values: Dictionary(pairs) { first, _ in first }, validFrom: from,
            validTo: to.flatMap(Timestamp.init(rfc3339:)), isClosed: isClosed, successors: successors)
    }
}
