/// Builds a document from bytes that `XMLGuard` has let by: valid UTF-8, XML characters only, no DTD.
///
/// The stack of open elements is bounded by `XMLDocumentReader.maximumDepth`, enforced in `startTag`.
struct XMLScanner {
    let bytes: [UInt8]
    var position: Int
    var elements: [XMLDocument.Element] = []
    var attributes: [XMLDocument.Attribute] = []
    /// Texts that had to be put together; bounded by the bytes of the document.
    var assembled: [[UInt8]] = []
    /// Indices of the elements whose end tag has not come yet.
    var open: [Int] = []

    init(_ bytes: [UInt8], from start: Int) {
        self.bytes = bytes
        position = start
        elements.reserveCapacity(min(64, bytes.count / 16 + 1))
    }

    mutating func document() throws(AdapterError) -> XMLDocument {
        try declaration()
        try miscellany()
        guard position < bytes.count else { throw fail("there is no root element") }
        guard bytes[position] == UInt8(ascii: "<") else { throw fail("text before the root element") }
        position += 1
        try startTag()
        while let current = open.last { try content(of: current) }
        try miscellany()
        guard position == bytes.count else { throw fail("something follows the root element") }
        for index in elements.indices { trim(index) }
        return XMLDocument(bytes: bytes, elements: elements, attributes: attributes, assembled: assembled)
    }

    /// White space, comments and processing instructions around the root element.
    private mutating func miscellany() throws(AdapterError) {
        while true {
            skipSpace()
            if skip("<!--") {
                try comment()
            } else if skip("<?") {
                try instruction()
            } else {
                return
            }
        }
    }

    /// Reads on within an element, up to and including the next piece of markup.
    private mutating func content(of element: Int) throws(AdapterError) {
        try characterData(of: element)
        // characterData stops at `<` or throws at the end of the bytes.
        position += 1
        guard position < bytes.count else { throw fail("ends within markup") }
        switch bytes[position] {
        case UInt8(ascii: "/"):
            position += 1
            try endTag(of: element)
        case UInt8(ascii: "!"):
            if skip("!--") {
                try comment()
            } else if skip("![CDATA[") {
                let start = position
                guard let end = find("]]>") else { throw fail("a CDATA section does not end", at: start) }
                append(start..<end, to: element, keepsSpace: true)
            } else {
                throw fail("markup that is neither comment nor CDATA section")
            }
        case UInt8(ascii: "?"):
            position += 1
            try instruction()
        default:
            try startTag()
        }
    }

    private mutating func startTag() throws(AdapterError) {
        let start = position - 1
        guard open.count < XMLDocumentReader.maximumDepth else {
            throw XMLGuard.error(
                .limitExceeded, "more than \(XMLDocumentReader.maximumDepth) levels of elements", at: start, in: bytes)
        }
        guard elements.count < XMLDocumentReader.maximumElements else {
            throw XMLGuard.error(
                .limitExceeded, "more than \(XMLDocumentReader.maximumElements) elements", at: start, in: bytes)
        }
        let (name, local) = try qualifiedName()
        let index = elements.count
        elements.append(XMLDocument.Element(offset: start, name: name, localStart: local, parent: open.last))
        if let parent = open.last {
            if let previous = elements[parent].lastChild {
                elements[previous].nextSibling = index
            } else {
                elements[parent].firstChild = index
            }
            elements[parent].lastChild = index
        }
        let firstAttribute = attributes.count
        while true {
            let spaced = skipSpace()
            guard position < bytes.count else { throw fail("a start tag does not end", at: start) }
            if bytes[position] == UInt8(ascii: ">") {
                position += 1
                open.append(index)
                break
            }
            if skip("/>") { break }
            guard spaced else { throw fail("attributes are set apart by white space") }
            try attribute(from: firstAttribute)
        }
        elements[index].attributes = firstAttribute..<attributes.count
    }

    private mutating func endTag(of element: Int) throws(AdapterError) {
        let start = position
        let name = elements[element].name
        guard equal(name, position..<position + name.count) else {
            throw fail("an end tag does not match its start tag", at: start)
        }
        position += name.count
        skipSpace()
        guard skip(">") else { throw fail("an end tag does not match its start tag", at: start) }
        open.removeLast()
    }
}
