public import Bus
public import JSON

/// Which events of the journal are replayed. An empty part lets everything by.
public struct ReplayFilter: Sendable, Hashable {
    /// Business time, inclusive.
    public var from: Timestamp?
    /// Business time, exclusive.
    public var until: Timestamp?
    /// `vnaccs`, `epayment`, ..., `pipeline`: the system in the event's type.
    public var systems: Set<String>
    /// Complete event types.
    public var types: Set<String>
    /// Partition keys, that is, first 11 digits of declarations.
    public var keys: Set<String>

    public init(
        from: Timestamp? = nil, until: Timestamp? = nil, systems: Set<String> = [], types: Set<String> = [],
        keys: Set<String> = []
    ) {
        self.from = from
        self.until = until
        self.systems = systems
        self.types = types
        self.keys = keys
    }

    public func takes(_ event: Event) -> Bool {
        if let from, event.time < from { return false }
        if let until, event.time >= until { return false }
        return (systems.isEmpty || systems.contains(event.type.system))
            && (types.isEmpty || types.contains(event.type.rawValue))
            && (keys.isEmpty || keys.contains(event.partitionKey))
    }

    public var json: JSONValue {
        [
            "from": from.map { .string($0.description) } ?? .null,
            "until": until.map { .string($0.description) } ?? .null,
            "systems": .array(systems.sorted().map { .string($0) }),
            "types": .array(types.sorted().map { .string($0) }), "keys": .array(keys.sorted().map { .string($0) }),
        ]
    }

    /// nil when a member is wrong.
    init?(json: JSONValue) {
        guard let systems = json["systems"]?.array, let types = json["types"]?.array, let keys = json["keys"]?.array else {
            return nil
        }
        self.init(
            from: json["from"]?.string.flatMap(Timestamp.init(rfc3339:)),
            until: json["until"]?.string.flatMap(Timestamp.init(rfc3339:)), systems: Set(systems.compactMap(\.string)),
            types: Set(types.compactMap(\.string)), keys: Set(keys.compactMap(\.string)))
    }
}
