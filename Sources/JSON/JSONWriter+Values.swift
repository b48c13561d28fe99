extension JSONWriter {
    /// Appends the compact text of a value, as `JSONValue.write(into:)` does.
    public mutating func value(_ value: JSONValue) {
        switch value {
        case .string(let text): string(text)
        case .object(let object): members(object.members)
        case .array(let elements): self.elements(elements)
        case .integer(let number): integer(number)
        case .decimal(let text): decimal(text)
        case .bool(true): put("true")
        case .bool(false): put("false")
        case .null: put("null")
        }
    }

    // By place in the buffer, because an iterator would retain and release each member that it hands out.
    private mutating func members(_ members: [JSONObject.Member]) {
        put(UInt8(ascii: "{"))
        members.withUnsafeBufferPointer { members in
            for place in members.indices {
                if place > 0 { put(UInt8(ascii: ",")) }
                string(members[place].key)
                put(UInt8(ascii: ":"))
                value(members[place].value)
            }
        }
        put(UInt8(ascii: "}"))
    }

    private mutating func elements(_ elements: [JSONValue]) {
        put(UInt8(ascii: "["))
        elements.withUnsafeBufferPointer { elements in
            for place in elements.indices {
                if place > 0 { put(UInt8(ascii: ",")) }
                value(elements[place])
            }
        }
        put(UInt8(ascii: "]"))
    }

    private mutating func integer(_ number: Int64) {
        plain(String(number))
    }

    private mutating func decimal(_ text: String) {
        if Self.isNumber(text) { plain(text) } else { string(text) }
    }

    private mutating func plain(_ text: String) {
        var text = text
        text.withUTF8 { put(UnsafeRawBufferPointer($0)) }
    }

    private static func isNumber(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { utf8 in
            let bytes = UnsafeRawBufferPointer(utf8)
            guard let first = bytes.first, first == UInt8(ascii: "-") || (0x30...0x39).contains(first) else { return false }
            var gate = JSONGuard(bytes)
            return (try? gate.number()) != nil && gate.index == bytes.count
        }
    }

    /// The text for people.
    mutating func pretty(_ value: JSONValue, level: Int) {
        switch value {
        case .object(let object) where !object.members.isEmpty:
            put(UInt8(ascii: "{"))
            for (place, member) in object.members.enumerated() {
                beginLine(place > 0, level + 1)
                string(member.key)
                put(": ")
                pretty(member.value, level: level + 1)
            }
            beginLine(false, level)
            put(UInt8(ascii: "}"))
        case .array(let elements) where !elements.isEmpty:
            put(UInt8(ascii: "["))
            for (place, element) in elements.enumerated() {
                beginLine(place > 0, level + 1)
                pretty(element, level: level + 1)
            }
            beginLine(false, level)
            put(UInt8(ascii: "]"))
        default:
            self.value(value)
        }
    }

    private mutating func beginLine(_ comma: Bool, _ level: Int) {
        if comma { put(UInt8(ascii: ",")) }
        put(UInt8(ascii: "\n"))
        for _ in 0..<level { put("  ") }
    }
}
