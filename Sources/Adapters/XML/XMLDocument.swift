/// A parsed document: its bytes and a flat table of elements that point into them.
///
/// Elements hold byte ranges instead of strings, so that reading a message costs a few allocations and not one per
/// element. Bounded by `XMLDocumentReader`, which enforces the size of the bytes and the number of elements.
final class XMLDocument: Sendable {
    struct Element: Sendable {
        /// Offset of its `<`; the qualified name follows it.
        var offset: Int
        /// Start of the local part of the name.
        var localStart: Int
        var nameEnd: Int
        /// Index behind its last descendant: of its next sibling, if it has one.
        var end: Int
        var text: Text = .none
        var attributes: Range<Int>

        /// Qualified name as written.
        var name: Range<Int> { offset + 1..<nameEnd }
        var localName: Range<Int> { localStart..<nameEnd }
    }

    /// Where a text is; plain values only, so that copying an element costs no reference counting.
    enum Text: Sendable {
        case none
        /// Character data that stands in the document as it is meant.
        case verbatim(Range<Int>)
        /// Character data with references, CDATA sections, line ends or markup in it, put together: an index of
        /// `assembled`.
        case assembled(Int)
    }

    struct Attribute: Sendable {
        var name: Range<Int>
        var localStart: Int
        var value: Text
    }

    let bytes: [UInt8]
    /// In document order; the root is the first.
    let elements: [Element]
    let attributes: [Attribute]
    let assembled: [[UInt8]]

    init(bytes: [UInt8], elements: [Element], attributes: [Attribute], assembled: [[UInt8]]) {
        self.bytes = bytes
        self.elements = elements
        self.attributes = attributes
        self.assembled = assembled
    }

    func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    func string(_ text: Text) -> String {
        switch text {
        case .none: ""
        case .verbatim(let range): string(range)
        case .assembled(let index): String(decoding: assembled[index], as: UTF8.self)
        }
    }

    /// Gives the bytes of an element's character data without making a string of them.
    func withText<Result, E: Error>(
        of element: Int, _ body: (Span<UInt8>) throws(E) -> Result
    ) throws(E) -> Result {
        let bytes = bytes
        switch elements[element].text {
        case .none: return try body(bytes.span.extracting(0..<0))
        case .verbatim(let range): return try body(bytes.span.extracting(range))
        case .assembled(let index):
            let text = assembled[index]
            return try body(text.span)
        }
    }

    /// Whether the local name is this one.
    func isElement(_ index: Int, named name: StaticString) -> Bool {
        let local = elements[index].localName
        guard local.count == name.utf8CodeUnitCount else { return false }
        return name.withUTF8Buffer { name in
            for offset in name.indices where bytes[local.lowerBound + offset] != name[offset] { return false }
            return true
        }
    }
}
