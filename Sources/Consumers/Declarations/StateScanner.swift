import Bus
import Events
import JSON

/// Reads a stored record front to back, as `DeclarationState.encoded()` writes it: compact JSON, members in their order,
/// absent ones left out. Nothing is built in between, because the pool reads a record for nearly every event.
///
/// Valid only while the buffer is.
struct StateScanner {
    struct Problem: Error, CustomStringConvertible {
        let offset: Int
        let expected: String
        var description: String { "the stored record has no \(expected) at byte \(offset)" }
    }

    private let text: UnsafeRawBufferPointer
    private var index = 0

    init(_ text: UnsafeRawBufferPointer) { self.text = text }

    // MARK: Structure

    mutating func beginObject() throws(Problem) { try take(UInt8(ascii: "{"), "object") }
    mutating func endObject() throws(Problem) { try take(UInt8(ascii: "}"), "end of an object") }

    /// - Throws: `Problem` when anything follows.
    func finish() throws(Problem) {
        guard index == text.count else { throw problem("end") }
    }

    /// Goes behind the member's name when it comes next, otherwise nowhere.
    mutating func has(_ name: StaticString) -> Bool {
        var place = index
        if place < text.count, text[place] == UInt8(ascii: ",") { place += 1 }
        let end = place + name.utf8CodeUnitCount + 3
        guard end <= text.count, text[place] == UInt8(ascii: "\""), text[end - 2] == UInt8(ascii: "\""),
            text[end - 1] == UInt8(ascii: ":")
        else { return false }
        for offset in 0..<name.utf8CodeUnitCount where text[place + 1 + offset] != name.utf8Start[offset] { return false }
        index = end
        return true
    }

    mutating func need(_ name: StaticString) throws(Problem) {
        guard has(name) else { throw problem("member \(name)") }
    }

    /// The objects of a list; none when the member is absent.
    mutating func objects(_ name: StaticString, _ read: (inout StateScanner) throws -> Void) throws {
        try elements(name) { scanner in
            try scanner.beginObject()
            try read(&scanner)
            try scanner.endObject()
        }
    }

    mutating func object<Value>(_ name: StaticString, _ read: (inout StateScanner) throws -> Value) throws -> Value? {
        guard has(name) else { return nil }
        try beginObject()
        let value = try read(&self)
        try endObject()
        return value
    }

    mutating func elements(_ name: StaticString, _ read: (inout StateScanner) throws -> Void) throws {
        guard has(name) else { return }
        try take(UInt8(ascii: "["), "list")
        while index < text.count, text[index] != UInt8(ascii: "]") {
            try read(&self)
            if index < text.count, text[index] == UInt8(ascii: ",") { index += 1 }
        }
        try take(UInt8(ascii: "]"), "end of a list")
    }

    /// Members of an object with any names; none when the member is absent.
    mutating func members(_ name: StaticString, _ read: (String, inout StateScanner) throws -> Void) throws {
        guard has(name) else { return }
        try beginObject()
        while index < text.count, text[index] != UInt8(ascii: "}") {
            let key = try string()
            try take(UInt8(ascii: ":"), "value")
            try read(key, &self)
            if index < text.count, text[index] == UInt8(ascii: ",") { index += 1 }
        }
        try endObject()
    }

    // MARK: Values

    mutating func string() throws(Problem) -> String {
        let start = index
        try take(UInt8(ascii: "\""), "string")
        var isEscaped = false
        while index < text.count, text[index] != UInt8(ascii: "\"") {
            if text[index] == UInt8(ascii: "\\") {
                isEscaped = true
                index += 1
            }
            index += 1
        }
        try take(UInt8(ascii: "\""), "end of a string")
        let quoted = UnsafeRawBufferPointer(rebasing: text[start..<index])
        guard isEscaped else {
            return String(decoding: UnsafeRawBufferPointer(rebasing: quoted[1..<(quoted.count - 1)]), as: UTF8.self)
        }
        guard let value = try? JSON.parse(quoted), let string = value.string else { throw problem("readable string") }
        return string
    }

    mutating func integer() throws(Problem) -> Int64 {
        let isNegative = index < text.count && text[index] == UInt8(ascii: "-")
        if isNegative { index += 1 }
        let start = index
        var value: Int64 = 0
        while index < text.count, (0x30...0x39).contains(text[index]) {
            let (product, over) = value.multipliedReportingOverflow(by: 10)
            let (sum, more) = product.addingReportingOverflow(Int64(text[index] - 0x30))
            guard !over, !more else { throw problem("64-bit integer") }
            value = sum
            index += 1
        }
        guard index > start else { throw problem("integer") }
        return isNegative ? -value : value
    }

    mutating func time() throws(Problem) -> Timestamp { Timestamp(milliseconds: try integer()) }

    mutating func amount() throws(Problem) -> Amount {
        let start = index
        try take(UInt8(ascii: "\""), "amount")
        var value: Int64 = 0
        // Up to 15 digits cannot overflow; what is longer or has decimals is read as text.
        while index < text.count, index - start <= 15, (0x30...0x39).contains(text[index]) {
            value = value * 10 + Int64(text[index] - 0x30)
            index += 1
        }
        if index > start + 1, index < text.count, text[index] == UInt8(ascii: "\"") {
            index += 1
            return Amount(tenThousandths: Int128(value) * 10_000)
        }
        index = start
        guard let amount = Amount(try string()) else { throw problem("amount") }
        return amount
    }

    mutating func choice<Choice: RawRepresentable<String>>() throws(Problem) -> Choice {
        guard let choice = Choice(rawValue: try string()) else { throw problem("known choice") }
        return choice
    }

    // MARK: Members

    mutating func string(_ name: StaticString) throws(Problem) -> String {
        try need(name)
        return try string()
    }

    mutating func optionalString(_ name: StaticString) throws(Problem) -> String? { has(name) ? try string() : nil }

    mutating func version(_ name: StaticString = "version") throws(Problem) -> Int {
        try need(name)
        return Int(try integer())
    }

    mutating func time(_ name: StaticString) throws(Problem) -> Timestamp {
        try need(name)
        return try time()
    }

    mutating func optionalTime(_ name: StaticString) throws(Problem) -> Timestamp? { has(name) ? try time() : nil }

    mutating func amount(_ name: StaticString) throws(Problem) -> Amount {
        try need(name)
        return try amount()
    }

    mutating func optionalAmount(_ name: StaticString) throws(Problem) -> Amount? { has(name) ? try amount() : nil }

    mutating func choice<Choice: RawRepresentable<String>>(_ name: StaticString) throws(Problem) -> Choice {
        try need(name)
        return try choice()
    }

    // MARK: Ends

    private mutating func take(_ byte: UInt8, _ expected: String) throws(Problem) {
        guard index < text.count, text[index] == byte else { throw problem(expected) }
        index += 1
    }

    private func problem(_ expected: String) -> Problem { Problem(offset: index, expected: expected) }
}
