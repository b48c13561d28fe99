/// Builds the value of a text that `JSONGuard` has accepted, where that takes no interpretation: strings and keys without
/// escapes, whole numbers, objects of few members. It gives the value that json-c would give, at a third of its time, because
/// nothing is built twice; for everything else it gives nil and json-c is asked.
///
/// It does not check what the guard has checked.
struct JSONPlainReader {
    /// Keys are compared with all before them; an object of more members is json-c's.
    static let maximumMembers = 32

    private let text: UnsafeRawBufferPointer
    private var index = 0

    /// - Parameter text: one value, accepted by a guard that has seen no escape and no unusual key.
    static func value(_ text: UnsafeRawBufferPointer) -> JSONValue? {
        var reader = JSONPlainReader(text: text)
        return reader.value()
    }

    private init(text: UnsafeRawBufferPointer) { self.text = text }

    /// Recursion is bounded by the depth that the guard allows.
    private mutating func value() -> JSONValue? {
        switch text[index] {
        case UInt8(ascii: "\""): return .string(String(decoding: string(), as: UTF8.self))
        case UInt8(ascii: "{"): return object()
        case UInt8(ascii: "["): return array()
        case UInt8(ascii: "t"): return literal(.bool(true), length: 4)
        case UInt8(ascii: "f"): return literal(.bool(false), length: 5)
        case UInt8(ascii: "n"): return literal(.null, length: 4)
        default: return number()
        }
    }

    private mutating func object() -> JSONValue? {
        var members: [JSONObject.Member] = []
        var keys: [UnsafeRawBufferPointer] = []
        open()
        while text[index] != UInt8(ascii: "}") {
            let key = string()
            guard keys.count < Self.maximumMembers, !keys.contains(where: { $0.elementsEqual(key) }) else { return nil }
            keys.append(key)
            skipSpace()
            open()
            guard let value = self.value() else { return nil }
            members.append(JSONObject.Member(key: String(decoding: key, as: UTF8.self), value: value))
            goOn()
        }
        index += 1
        return .object(JSONObject(members))
    }

    private mutating func array() -> JSONValue? {
        var elements: [JSONValue] = []
        open()
        while text[index] != UInt8(ascii: "]") {
            guard let value = self.value() else { return nil }
            elements.append(value)
            goOn()
        }
        index += 1
        return .array(elements)
    }

    /// Goes behind a bracket or a colon, to what stands inside or behind.
    private mutating func open() {
        index += 1
        skipSpace()
    }

    /// Goes behind a value's comma, or to the bracket that closes.
    private mutating func goOn() {
        skipSpace()
        if text[index] == UInt8(ascii: ",") { open() }
    }

    /// - Returns: what stands between the quotes.
    private mutating func string() -> UnsafeRawBufferPointer {
        let start = index + 1
        index = start
        while text[index] != UInt8(ascii: "\"") { index += 1 }
        index += 1
        return UnsafeRawBufferPointer(rebasing: text[start..<index - 1])
    }

    private mutating func number() -> JSONValue? {
        let start = index
        while index < text.count, Self.isOfNumber(text[index]) { index += 1 }
        return Int64(String(decoding: text[start..<index], as: UTF8.self)).map { .integer($0) }
    }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    private mutating func literal(_ value: JSONValue, length: Int) -> JSONValue {
        index += length
        return value
    }

    private mutating func skipSpace() {
        while index < text.count {
            switch text[index] {
            case 0x20, 0x0A, 0x0D, 0x09: index += 1
            default: return
            }
        }
    }
}
