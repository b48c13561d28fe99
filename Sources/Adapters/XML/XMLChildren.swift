/// The child elements of one element, in document order.
public struct XMLChildren: Sequence, IteratorProtocol, Sendable {
    let document: XMLDocument
    var upcoming: Int
    /// Index behind the last of them and its descendants.
    let end: Int

    public mutating func next() -> XMLNode? {
        guard upcoming < end else { return nil }
        defer { upcoming = document.elements[upcoming].end }
        return XMLNode(document: document, index: upcoming)
    }
}
