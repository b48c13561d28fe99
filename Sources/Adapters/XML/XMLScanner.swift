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
    /// Elements whose end tag has not come yet, the innermost last.
    var open: [Open] = []

    struct Open {
        let element: Int
        /// What was read of its text.
        var text: XMLDocument.Text = .none
    }

    init(_ bytes: [UInt8], from start: Int) {
        self.bytes = bytes
        position = start
        elements.reserveCapacity(min(64, bytes.count / 16 + 1))
        open.reserveCapacity(8)
    }

    mutating func document() throws(AdapterError) -> XMLDocument {
        try declaration()
        try miscellany()
        guard position < bytes.count else { throw fail("there is no root element") }
        guard bytes[position] == UInt8(ascii: "<") else { throw fail("text before the root element") }
        position += 1
        try startTag()
        while !open.isEmpty { try content() }
        try miscellany()
        guard position == bytes.count else { throw fail("something follows the root element") }
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

    /// Reads on within the innermost open element, up to and including the next piece of markup.
    private mutating func content() throws(AdapterError) {
        try characterData()
        // characterData stops at `<` or throws at the end of the bytes.
        position += 1
        guard position < bytes.count else { throw fail("ends within markup") }
        switch bytes[position] {
        case UInt8(ascii: "/"):
            position += 1
            try endTag()
        case UInt8(ascii: "!"):
            if skip("!--") {
                try comment()
            } else if skip("![CDATA[") {
                let start = position
                guard let end = find("]]>") else { throw fail("a CDATA section does not end", at: start) }
                append(start..<end, keepsSpace: true)
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
        let firstAttribute = attributes.count
        var isOpen = false
        while true {
            let spaced = skipSpace()
            guard position < bytes.count else { throw fail("a start tag does not end", at: start) }
            if bytes[position] == UInt8(ascii: ">") {
                position += 1
                isOpen = true
                break
            }
            if skip("/>") { break }
            guard spaced else { throw fail("attributes are set apart by white space") }
            try attribute(from: firstAttribute)
        }
        var element = XMLDocument.Element(
            offset: start, localStart: local, nameEnd: name.upperBound, end: elements.count + 1,
            attributes: firstAttribute..<attributes.count)
        // Most elements hold nothing but plain text, and need not be kept open.
        if isOpen, let text = onlyText(of: name) {
            element.text = .verbatim(text)
            element.text = trimmed(element.text)
        } else if isOpen {
            open.append(Open(element: elements.count))
        }
        elements.append(element)
    }

    /// Steps behind the end tag if all that stands before it is plain text; leaves the position where it is otherwise.
    private mutating func onlyText(of name: Range<Int>) -> Range<Int>? {
        let text = position..<endOfPlainText(from: position)
        let tagName = text.upperBound + 2..<text.upperBound + 2 + name.count
        guard tagName.upperBound < bytes.count, bytes[text.upperBound] == UInt8(ascii: "<"),
            bytes[text.upperBound + 1] == UInt8(ascii: "/"), equal(name, tagName),
            bytes[tagName.upperBound] == UInt8(ascii: ">")
        else { return nil }
        position = tagName.upperBound + 1
        return text
    }

    private mutating func endTag() throws(AdapterError) {
        let start = position
        let ended = open[open.count - 1]
        let name = elements[ended.element].name
        guard equal(name, position..<position + name.count) else {
            throw fail("an end tag does not match its start tag", at: start)
        }
        position += name.count
        skipSpace()
        guard skip(">") else { throw fail("an end tag does not match its start tag", at: start) }
        open.removeLast()
        elements[ended.element].end = elements.count
        elements[ended.element].text = trimmed(ended.text)
    }
}
