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
        var text = rawValue
        guard let parts = text.withUTF8(Self.parts) else { return nil }
        self.rawValue = rawValue
        (system, entity) = parts
    }

    /// Whether the text has the form of a type.
    static func isValid(_ rawValue: String) -> Bool {
        var text = rawValue
        return text.withUTF8 { places(in: $0) != nil }
    }

    private static func parts(_ text: UnsafeBufferPointer<UInt8>) -> (system: String, entity: String)? {
        guard let (system, entity) = places(in: text) else { return nil }
        return (String(decoding: text[system], as: UTF8.self), String(decoding: text[entity], as: UTF8.self))
    }

    private static func places(
        in text: UnsafeBufferPointer<UInt8>
    ) -> (system: Range<Int>, entity: Range<Int>)? {
        guard hasPrefix(text), let system = endOfWord(in: text, from: 11),
            let entity = endOfWord(in: text, from: system + 1), let event = endOfWord(in: text, from: entity + 1)
        else { return nil }
        let version = text[(event + 1)...]
        guard version.count > 1, version[event + 1] == UInt8(ascii: "v"), version[event + 2] != UInt8(ascii: "0"),
            version.dropFirst().allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return (11..<system, (system + 1)..<entity)
    }

    private static func hasPrefix(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let prefix: StaticString = "vn.customs."
        guard text.count >= prefix.utf8CodeUnitCount else { return false }
        for place in 0..<prefix.utf8CodeUnitCount where text[place] != prefix.utf8Start[place] { return false }
        return true
    }

    /// The place of the dot behind a part that has at least one character, all of them allowed.
    private static func endOfWord(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var index = start
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "."): return index > start ? index : nil
            case 0x61...0x7A, 0x30...0x39, UInt8(ascii: "-"): index += 1
            default: return nil
            }
        }
        return nil
    }

    /// For types known at compile time, whose parts are valid by construction.
    public init(system: String, entity: String, event: String, version: Int = 1) {
        rawValue = "vn.customs.\(system).\(entity).\(event).v\(version)"
        self.system = system
        self.entity = entity
    }

    public var description: String { rawValue }
}
