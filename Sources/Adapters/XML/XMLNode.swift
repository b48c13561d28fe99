/// One element of a parsed document.
public struct XMLNode: Sendable {
    let document: XMLDocument
    let index: Int

    private var element: XMLDocument.Element { document.elements[index] }

    /// Local name, without a prefix.
    public var name: String { document.string(element.localName) }

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
        // Of the elements up to this one, those that do not end before it are around it.
        for around in document.elements[...index].indices.reversed() where document.elements[around].end > index {
            for attribute in document.attributes[document.elements[around].attributes]
            where document.string(attribute.name) == declaration {
                let value = document.string(attribute.value)
                return value.isEmpty ? nil : value
            }
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
    public var children: XMLChildren { XMLChildren(document: document, upcoming: index + 1, end: element.end) }

    /// The first child with this local name.
    public func child(_ name: String) -> XMLNode? {
        children.first { child in
            document.bytes[document.elements[child.index].localName].elementsEqual(name.utf8)
        }
    }

    /// The first child with this local name, and another one if there is.
    func children(named name: StaticString) -> (first: XMLNode?, second: XMLNode?) {
        var first: XMLNode?
        var at = index + 1
        while at < element.end {
            if document.isElement(at, named: name) {
                let node = XMLNode(document: document, index: at)
                guard first == nil else { return (first, node) }
                first = node
            }
            at = document.elements[at].end
        }
        return (first, nil)
    }

    /// Whether the local name is this one, which is given in lower case, in any mixture of cases.
    func isNamedInAnyCase(_ name: StaticString) -> Bool {
        let local = element.localName
        guard local.count == name.utf8CodeUnitCount else { return false }
        return name.withUTF8Buffer { name in
            for offset in name.indices {
                let byte = document.bytes[local.lowerBound + offset]
                // Only letters have a case, and only they are in the names asked for.
                guard byte | 0x20 == name[offset] else { return false }
            }
            return true
        }
    }

    /// Compares the local name without making a string of it.
    func isNamed(_ name: StaticString) -> Bool { document.isElement(index, named: name) }
}
