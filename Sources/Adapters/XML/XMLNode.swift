/// One element of a parsed document.
public struct XMLNode: Sendable {
    let document: XMLDocument
    let index: Int

    private var element: XMLDocument.Element { document.elements[index] }

    /// Local name, without a prefix.
    public var name: String {
        let element = element
        return document.string(element.localStart..<element.name.upperBound)
    }

    /// The prefix as written; nil when there is none.
    public var prefix: String? {
        let element = element
        guard element.localStart > element.name.lowerBound else { return nil }
        return document.string(element.name.lowerBound..<element.localStart - 1)
    }

    /// The namespace name that the prefix, or its absence, stands for here; nil when none is declared.
    ///
    /// Prefixes that nothing declares are let through: the systems' messages are told by local names.
    public var namespace: String? {
        let declaration = prefix.map { "xmlns:\($0)" } ?? "xmlns"
        var at: Int? = index
        while let current = at {
            for attribute in document.attributes[document.elements[current].attributes]
            where document.string(attribute.name) == declaration {
                let value = document.string(attribute.value)
                return value.isEmpty ? nil : value
            }
            at = document.elements[current].parent
        }
        return nil
    }

    public var attributes: [XMLAttribute] {
        document.attributes[element.attributes].map { attribute in
            XMLAttribute(
                name: document.string(attribute.localStart..<attribute.name.upperBound),
                prefix: attribute.localStart > attribute.name.lowerBound
                    ? document.string(attribute.name.lowerBound..<attribute.localStart - 1) : nil,
                value: document.string(attribute.value))
        }
    }

    /// Character data directly in this element, references resolved, CDATA sections included, comments left out,
    /// without leading and trailing white space.
    public var text: String { document.string(element.text) }

    /// Line of its start tag, from 1.
    public var line: Int { XMLGuard.line(of: element.offset, in: document.bytes) }

    /// Byte offset of its start tag, from 0.
    public var offset: Int { element.offset }

    /// Child elements in document order.
    public var children: XMLChildren { XMLChildren(document: document, upcoming: element.firstChild) }

    /// The first child with this local name.
    public func child(_ name: String) -> XMLNode? {
        let utf8 = Array(name.utf8)
        return children.first { $0.isNamed(utf8) }
    }

    /// Compares the local name without making a string of it.
    func isNamed(_ name: String) -> Bool { isNamed(Array(name.utf8)) }

    func isNamed(_ utf8: [UInt8]) -> Bool {
        let element = element
        guard element.name.upperBound - element.localStart == utf8.count else { return false }
        for index in utf8.indices where document.bytes[element.localStart + index] != utf8[index] { return false }
        return true
    }

    /// Gives the bytes of the character data without making a string of them.
    func withText<Result>(_ body: (ArraySlice<UInt8>) -> Result) -> Result {
        switch element.text {
        case .none: body([])
        case .verbatim(let range): body(document.bytes[range])
        case .assembled(let index): body(document.assembled[index][...])
        }
    }
}
