/// A CloudEvents type of this project: `vn.customs.<system>.<entity>.<event>.v<n>`.
public struct EventType: Sendable, Hashable, CustomStringConvertible {
    public let rawValue: String
    /// `vnaccs`, `epayment`, `edoc`, `treasury` or `pipeline`.
    public let system: String
    /// What the event is about: `declaration`, `payment`, ... It is the second word of the routing key.
    public let entity: String

    /// nil when the text has not exactly the six-part form, a part is not of lower-case letters, digits and hyphens, or
    /// the version is not a number from 1 without leading zeros.
    public init?(_ rawValue: String) {
        let parts = rawValue.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0].elementsEqual("vn".utf8), parts[1].elementsEqual("customs".utf8),
            parts[2...4].allSatisfy({ !$0.isEmpty && $0.allSatisfy(Self.isWordByte) }), Self.isVersion(parts[5])
        else { return nil }
        self.rawValue = rawValue
        system = String(Substring(parts[2]))
        entity = String(Substring(parts[3]))
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
    }

    private static func isVersion(_ part: Substring.UTF8View) -> Bool {
        let digits = part.dropFirst()
        return part.first == UInt8(ascii: "v") && digits.first.map { $0 != UInt8(ascii: "0") } == true
            && digits.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// For types known at compile time, whose parts are valid by construction.
    public init(system: String, entity: String, event: String, version: Int = 1) {
        rawValue = "vn.customs.\(system).\(entity).\(event).v\(version)"
        self.system = system
        self.entity = entity
    }

    public var description: String { rawValue }
}
