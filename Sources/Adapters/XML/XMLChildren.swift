/// The child elements of one element, in document order.
public struct XMLChildren: Sequence, IteratorProtocol, Sendable {
    let document: XMLDocument
    var upcoming: Int?

    public mutating func next() -> XMLNode? {
        guard let index = upcoming else { return nil }
        upcoming = document.elements[index].nextSibling
        return XMLNode(document: document, index: index)
    }
}
