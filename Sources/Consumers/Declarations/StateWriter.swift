import Bus
import Events
import JSON

/// Writes a stored record as compact JSON, straight into its bytes. Whoever calls it keeps the brackets in balance.
struct StateWriter {
    private(set) var bytes: [UInt8] = []

    init(reserving capacity: Int) { bytes.reserveCapacity(capacity) }

    mutating func beginObject() {
        separate()
        bytes.append(UInt8(ascii: "{"))
    }

    mutating func endObject() { bytes.append(UInt8(ascii: "}")) }

    mutating func key(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    /// Escaped where needed.
    mutating func string(_ text: String) {
        separate()
        JSONValue.string(text).write(into: &bytes)
    }

    mutating func amount(_ amount: Amount) {
        separate()
        let (whole, rest) = amount.tenThousandths.quotientAndRemainder(dividingBy: 10_000)
        bytes.append(UInt8(ascii: "\""))
        if rest == 0, whole >= 0, let short = UInt64(exactly: whole) {
            digits(short)
        } else {
            bytes.append(contentsOf: amount.description.utf8)
        }
        bytes.append(UInt8(ascii: "\""))
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
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
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
        bytes.append(UInt8(ascii: ":"))
        self.amount(amount)
    }

    mutating func object(_ name: StaticString, _ write: (inout StateWriter) -> Void) {
        key(name)
        beginObject()
        write(&self)
        endObject()
    }

    /// Nothing at all for an empty list.
    mutating func list<Element>(
        _ name: StaticString, _ elements: [Element], _ write: (Element, inout StateWriter) -> Void
    ) {
        guard !elements.isEmpty else { return }
        key(name)
        bytes.append(UInt8(ascii: "["))
        for element in elements { write(element, &self) }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func digits(_ number: UInt64) {
        var divisor: UInt64 = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }

    /// A comma, unless this is the first in its brackets or the value of a member.
    private mutating func separate() {
        switch bytes.last {
        case nil, UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"): break
        default: bytes.append(UInt8(ascii: ","))
        }
    }
}
