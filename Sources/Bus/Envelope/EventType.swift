/// A CloudEvents type of this project: `vn.customs.<system>.<entity>.<event>.v<n>`.
public struct EventType: Sendable, Hashable, CustomStringConvertible {
    public let rawValue: String
    /// `vnaccs`, `epayment`, `edoc`, `treasury` or `pipeline`.
    public let system: String
    /// What the event is about: `declaration`, `payment`, ... It is the second word of the routing key.
    public let entity: String

    /// nil when the text has not exactly the six-part form, or a part is not of lower-case letters, digits and hyphens.
    public init?(_ rawValue: String) {
        let parts = rawValue.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "vn", parts[1] == "customs",
            parts[5].first == "v", parts[5].count > 1, parts[5].dropFirst().allSatisfy(\.isNumber),
            parts[2...4].allSatisfy({ part in
                !part.isEmpty
                    && part.utf8.allSatisfy {
                        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
                    }
            })
        else { return nil }
        self.rawValue = rawValue
        system = String(parts[2])
        entity = String(parts[3])
    }

    /// For types known at compile time, whose parts are valid by construction.
    public init(system: String, entity: String, event: String, version: Int = 1) {
        rawValue = "vn.customs.\(system).\(entity).\(event).v\(version)"
        self.system = system
        self.entity = entity
    }

    public var description: String { rawValue }
}
