extension JSONValue {
    /// The compact text: no white space, members in their order. The same value gives the same bytes always.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        write(into: &bytes)
        return bytes
    }

    /// Appends the compact text. A `decimal` that is not a number by RFC 8259 is written as a string, so that what comes
    /// out is JSON always.
    public func write(into bytes: inout [UInt8]) {
        switch self {
        case .object(let object):
            bytes.append(UInt8(ascii: "{"))
            for (place, member) in object.members.enumerated() {
                if place > 0 { bytes.append(UInt8(ascii: ",")) }
                member.key.writeJSON(into: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.write(into: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (place, element) in elements.enumerated() {
                if place > 0 { bytes.append(UInt8(ascii: ",")) }
                element.write(into: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        default:
            writeScalar(into: &bytes)
        }
    }

    /// The text for people: two spaces a level, one member a line, empty containers on one line.
    public var prettyText: String {
        var bytes: [UInt8] = []
        writePretty(into: &bytes, level: 0)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Levels of arrays and objects; 0 for a scalar. Beyond `JSON.maximumDepth` the text cannot be read back.
    public var depth: Int {
        switch self {
        case .array(let elements): 1 + (elements.lazy.map(\.depth).max() ?? 0)
        case .object(let object): 1 + (object.members.lazy.map(\.value.depth).max() ?? 0)
        default: 0
        }
    }

    private func writePretty(into bytes: inout [UInt8], level: Int) {
        switch self {
        case .object(let object) where !object.members.isEmpty:
            bytes.append(UInt8(ascii: "{"))
            for (place, member) in object.members.enumerated() {
                Self.beginLine(place > 0, level + 1, &bytes)
                member.key.writeJSON(into: &bytes)
                bytes.append(contentsOf: ": ".utf8)
                member.value.writePretty(into: &bytes, level: level + 1)
            }
            Self.beginLine(false, level, &bytes)
            bytes.append(UInt8(ascii: "}"))
        case .array(let elements) where !elements.isEmpty:
            bytes.append(UInt8(ascii: "["))
            for (place, element) in elements.enumerated() {
                Self.beginLine(place > 0, level + 1, &bytes)
                element.writePretty(into: &bytes, level: level + 1)
            }
            Self.beginLine(false, level, &bytes)
            bytes.append(UInt8(ascii: "]"))
        default:
            write(into: &bytes)
        }
    }

    private static func beginLine(_ comma: Bool, _ level: Int, _ bytes: inout [UInt8]) {
        if comma { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * level))
    }

    private func writeScalar(into bytes: inout [UInt8]) {
        switch self {
        case .string(let text): text.writeJSON(into: &bytes)
        case .integer(let number): bytes.append(contentsOf: String(number).utf8)
        case .decimal(let text) where Self.isNumber(text): bytes.append(contentsOf: text.utf8)
        case .decimal(let text): text.writeJSON(into: &bytes)
        case .bool(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
        case .null, .array, .object: bytes.append(contentsOf: "null".utf8)
        }
    }

    private static func isNumber(_ text: String) -> Bool {
        Array(text.utf8).withUnsafeBytes { bytes in
            guard let first = bytes.first, first == UInt8(ascii: "-") || (0x30...0x39).contains(first) else { return false }
            var gate = JSONGuard(bytes)
            return (try? gate.number()) != nil && gate.index == bytes.count
        }
    }
}
