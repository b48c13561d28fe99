extension JSONValue {
    /// The compact text: no white space, members in their order. The same value gives the same bytes always.
    public var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.value(self)
        return writer.bytes
    }

    /// Appends the compact text. A `decimal` that is not a number by RFC 8259 is written as a string, so that what comes
    /// out is JSON always.
    public func write(into bytes: inout [UInt8]) {
        var writer = JSONWriter()
        writer.value(self)
        writer.withBytes { bytes.append(contentsOf: $0) }
    }

    /// The text for people: two spaces a level, one member a line, empty containers on one line.
    public var prettyText: String {
        var writer = JSONWriter()
        writer.pretty(self, level: 0)
        return writer.withBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// Levels of arrays and objects; 0 for a scalar. Beyond `JSON.maximumDepth` the text cannot be read back.
    public var depth: Int {
        var deepest = 0
        switch self {
        case .array(let elements):
            elements.withUnsafeBufferPointer { for place in $0.indices { deepest = max(deepest, $0[place].depth) } }
        case .object(let object):
            object.members.withUnsafeBufferPointer {
                for place in $0.indices { deepest = max(deepest, $0[place].value.depth) }
            }
        default:
            return 0
        }
        return deepest + 1
    }
}
