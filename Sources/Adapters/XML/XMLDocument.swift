/// A parsed document: its bytes and a flat table of elements that point into them.
///
/// Elements hold byte ranges instead of strings, so that reading a message costs a few allocations and not one per
/// element. Bounded by `XMLDocumentReader`, which enforces the size of the bytes and the number of elements.
final class XMLDocument: Sendable {
    struct Element: Sendable {
        /// Offset of its `<`.
        var offset: Int
        /// Qualified name as written.
        var name: Range<Int>
        /// Start of the local part within `name`.
        var localStart: Int
        var parent: Int?
        var firstChild: Int?
        var lastChild: Int?
        var nextSibling: Int?
        var text: Text = .none
        var attributes: Range<Int> = 0..<0
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
}
