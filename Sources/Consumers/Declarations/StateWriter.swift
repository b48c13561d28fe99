import Bus
import Events
import JSON

/// Writes a stored record as compact JSON, straight into its bytes. Whoever calls it keeps the brackets in balance.
///
/// Valid only within the `write` that made it.
struct StateWriter {
    private let bytes: UnsafeMutableBufferPointer<UInt8>
    /// How many bytes have been written; beyond the buffer's end only counted.
    private var count = 0

    /// What `body` writes. It is called again when the room was too small, and has to write the same.
    /// - Parameter capacity: room to begin with, in bytes.
    static func write(reserving capacity: Int, _ body: (inout StateWriter) -> Void) -> [UInt8] {
        var needed = capacity
        while true {
            let room = needed
            let written = [UInt8](unsafeUninitializedCapacity: room) { buffer, initialized in
                var writer = StateWriter(bytes: UnsafeMutableBufferPointer(rebasing: buffer[..<room]))
                body(&writer)
                needed = writer.count
                initialized = min(needed, room)
            }
            if needed <= room { return written }
        }
    }

    private init(bytes: UnsafeMutableBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func beginObject() {
        separate()
        put(UInt8(ascii: "{"))
    }

    mutating func endObject() { put(UInt8(ascii: "}")) }

    mutating func key(_ name: StaticString) {
        separate()
        put(UInt8(ascii: "\""))
        put(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        put(UInt8(ascii: "\""))
        put(UInt8(ascii: ":"))
    }

    /// Escaped where needed.
    mutating func string(_ text: String) {
        separate()
        var text = text
        let isPlain = text.withUTF8 { text in
            // Hardly any text needs escapes; a sum without branches finds that out many bytes at a time.
            var escapes = 0
            for byte in text { escapes &+= byte < 0x20 || byte == 0x22 || byte == 0x5C ? 1 : 0 }
            guard escapes == 0 else { return false }
            put(UInt8(ascii: "\""))
            put(text)
            put(UInt8(ascii: "\""))
            return true
        }
        if !isPlain { JSONValue.string(text).bytes.withUnsafeBufferPointer { put($0) } }
    }

    mutating func amount(_ amount: Amount) {
        separate()
        put(UInt8(ascii: "\""))
        // Nearly all are whole and fit into 64 bits, which divide faster than 128.
        if let short = Int64(exactly: amount.tenThousandths), short >= 0, short % 10_000 == 0 {
            digits(UInt64(short / 10_000))
        } else {
            var text = amount.description
            text.withUTF8 { put($0) }
        }
        put(UInt8(ascii: "\""))
    }

    mutating func member(_ name: StaticString, _ text: String) {
        key(name)
        string(text)
    }

    mutating func member(_ name: StaticString, optional text: String?) {
        if let text { member(name, text) }
    }

    mutating func member(_ name: StaticString, _ number: Int64) {
        key(name)
        if number < 0 { put(UInt8(ascii: "-")) }
        digits(number.magnitude)
    }

    mutating func member(_ name: StaticString, _ time: Timestamp) { member(name, time.milliseconds) }

    mutating func member(_ name: StaticString, optional time: Timestamp?) {
        if let time { member(name, time) }
    }

    mutating func member(_ name: StaticString, _ amount: Amount) {
        key(name)
        self.amount(amount)
    }

    mutating func member(_ name: StaticString, optional amount: Amount?) {
        if let amount { member(name, amount) }
    }

    /// A member whose name is data.
    mutating func member(named name: String, _ amount: Amount) {
        string(name)
        put(UInt8(ascii: ":"))
        self.amount(amount)
    }

    mutating func object(_ name: StaticString, _ write: (inout StateWriter) -> Void) {
        key(name)
        beginObject()
        write(&self)
        endObject()
    }

    /// Nothing at all for an empty list.
    mutating func list<Elements: Collection>(
        _ name: StaticString, _ elements: Elements, _ write: (Elements.Element, inout StateWriter) -> Void
    ) {
        guard !elements.isEmpty else { return }
        key(name)
        put(UInt8(ascii: "["))
        for element in elements { write(element, &self) }
        put(UInt8(ascii: "]"))
    }

    /// One amount, or two when they contradict.
    mutating func member(_ name: StaticString, _ range: AmountRange) {
        key(name)
        put(UInt8(ascii: "["))
        amount(range.lowest)
        if range.isContradictory { amount(range.highest) }
        put(UInt8(ascii: "]"))
    }

    private mutating func digits(_ number: UInt64) {
        // 20 digits are the most that 64 bits have.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { buffer in
            var first = 20
            var rest = number
            repeat {
                first -= 1
                buffer[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            put(UnsafeBufferPointer(rebasing: buffer[first..<20]))
        }
    }

    /// A comma, unless this is the first in its brackets or the value of a member.
    private mutating func separate() {
        // Beyond the room nothing is known; a comma too many only makes the next room larger.
        guard count > 0, count <= bytes.count else { return count += count > 0 ? 1 : 0 }
        switch bytes[count - 1] {
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"): break
        default: put(UInt8(ascii: ","))
        }
    }

    // MARK: Room

    private mutating func put(_ byte: UInt8) {
        if count < bytes.count { bytes[count] = byte }
        count += 1
    }

    private mutating func put(_ text: UnsafeBufferPointer<UInt8>) {
        if let source = text.baseAddress, let target = bytes.baseAddress, count + text.count <= bytes.count {
            (target + count).update(from: source, count: text.count)
        }
        count += text.count
    }
}
