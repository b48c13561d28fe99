/// One pass over a JSON text that accepts exactly RFC 8259 within our limits and says where it stops being that.
///
/// Repeated keys are the exception: the guard only counts the members, which is enough to notice them later.
/// It allocates nothing; its only stack is one bit a level.
struct JSONGuard {
    let text: UnsafeRawBufferPointer
    var index: Int
    /// Members of all objects, as written.
    private(set) var members = 0
    /// Some key has characters beyond ASCII, or a `\u` escape.
    var hasUnusualKeys = false
    /// Some string or key has an escape.
    var hasEscapes = false

    private let maximumDepth: Int
    private var depth = 0
    /// Bit n is set when level n + 1 is an object. 64 levels would fit; `open` allows at most 32.
    private var objects: UInt64 = 0

    /// - Parameters:
    ///   - index: where to begin.
    ///   - maximumDepth: at most that of `JSON`; less for a value that stands inside another.
    init(_ text: UnsafeRawBufferPointer, at index: Int = 0, maximumDepth: Int = JSON.maximumDepth) {
        self.text = text
        self.index = index
        self.maximumDepth = maximumDepth
    }

    /// - Returns: where the value lies, without surrounding white space.
    mutating func check() throws(JSONError) -> Range<Int> {
        skipSpace()
        guard index < text.count else { throw JSONError(.empty, offset: text.count) }
        let range = try element()
        skipSpace()
        guard index == text.count else { throw JSONError(.trailingBytes, offset: index) }
        return range
    }

    /// Reads one value that begins at `index`, whatever comes behind it.
    mutating func element() throws(JSONError) -> Range<Int> {
        let start = index
        repeat { try value() } while try goesOn()
        return start..<index
    }

    /// Reads a scalar or an empty container whole, or opens containers up to and including their first scalar.
    private mutating func value() throws(JSONError) {
        while true {
            switch try current() {
            case UInt8(ascii: "\""):
                return try string(isKey: false)
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                return try number()
            case UInt8(ascii: "{"):
                try open(object: true)
                if try closes(UInt8(ascii: "}")) { return }
                try key()
            case UInt8(ascii: "["):
                try open(object: false)
                if try closes(UInt8(ascii: "]")) { return }
            case UInt8(ascii: "t"):
                return try literal("true")
            case UInt8(ascii: "f"):
                return try literal("false")
            case UInt8(ascii: "n"):
                return try literal("null")
            default:
                throw malformed
            }
        }
    }

    /// After a value: closes what ends here.
    /// - Returns: whether another value follows; `index` is then at its first byte.
    private mutating func goesOn() throws(JSONError) -> Bool {
        while depth > 0 {
            skipSpace()
            let inObject = objects >> UInt64(depth - 1) & 1 == 1
            switch try current() {
            case UInt8(ascii: ","):
                index += 1
                skipSpace()
                if inObject { try key() }
                return true
            case UInt8(ascii: "}") where inObject, UInt8(ascii: "]") where !inObject:
                index += 1
                depth -= 1
            default:
                throw malformed
            }
        }
        return false
    }

    private mutating func open(object: Bool) throws(JSONError) {
        guard depth < maximumDepth else { throw JSONError(.tooDeep, offset: index) }
        let bit: UInt64 = 1 << UInt64(depth)
        objects = object ? objects | bit : objects & ~bit
        depth += 1
        index += 1
        skipSpace()
    }

    /// Closes the container just opened when it is empty.
    private mutating func closes(_ bracket: UInt8) throws(JSONError) -> Bool {
        guard try current() == bracket else { return false }
        index += 1
        depth -= 1
        return true
    }

    /// Reads a key with its colon.
    private mutating func key() throws(JSONError) {
        guard try current() == UInt8(ascii: "\"") else { throw malformed }
        try string(isKey: true)
        members += 1
        skipSpace()
        guard try current() == UInt8(ascii: ":") else { throw malformed }
        index += 1
        skipSpace()
    }

    private mutating func literal(_ word: StaticString) throws(JSONError) {
        for place in 0..<word.utf8CodeUnitCount {
            guard try current() == word.utf8Start[place] else { throw malformed }
            index += 1
        }
    }

    private mutating func skipSpace() {
        while index < text.count {
            switch text[index] {
            case 0x20, 0x0A, 0x0D, 0x09: index += 1
            default: return
            }
        }
    }

    var malformed: JSONError { JSONError(.malformed, offset: index) }

    /// The byte at `index`; a text that ends here is malformed.
    func current() throws(JSONError) -> UInt8 {
        guard index < text.count else { throw malformed }
        return text[index]
    }
}
