extension XMLScanner {
    /// The XML declaration, if there is one: version 1.x, encoding UTF-8 or US-ASCII.
    mutating func declaration() throws(AdapterError) {
        // What nearly all messages begin with, in one step.
        if skip(#"<?xml version="1.0" encoding="UTF-8"?>"#) { return }
        let start = position
        guard skip("<?xml"), position < bytes.count, XMLCharacters.isSpace(bytes[position]) else {
            position = start
            return
        }
        var pairs: [(name: String, value: String)] = []
        while !skip("?>") {
            guard skipSpace(), pairs.count < 3 else { throw fail("a malformed XML declaration", at: start) }
            if skip("?>") { break }
            let (name, _) = try qualifiedName()
            skipSpace()
            guard skip("=") else { throw fail("a malformed XML declaration", at: start) }
            skipSpace()
            let value = try quoted()
            pairs.append((String(decoding: bytes[name], as: UTF8.self), String(decoding: bytes[value], as: UTF8.self)))
        }
        // Order is fixed: version, encoding, standalone.
        let allowed = ["version", "encoding", "standalone"]
        let order = pairs.map { allowed.firstIndex(of: $0.name) ?? -1 }
        guard order.first == 0, zip(order, order.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw fail("a malformed XML declaration", at: start)
        }
        for pair in pairs {
            switch pair.name {
            case "version" where !pair.value.hasPrefix("1.") || !String(pair.value.dropFirst(2)).isDigits:
                throw fail("a version of XML that is not 1.0", at: start)
            case "standalone" where pair.value != "yes" && pair.value != "no":
                throw fail("a malformed XML declaration", at: start)
            case "encoding": try checkEncoding(pair.value.uppercased(), at: start)
            default: break
            }
        }
    }

    private func checkEncoding(_ name: String, at start: Int) throws(AdapterError) {
        if name == "UTF-8" { return }
        guard name == "US-ASCII" || name == "ASCII" else {
            throw XMLGuard.error(.badEncoding, "declares an encoding that is not UTF-8", at: start, in: bytes)
        }
        if let offset = bytes.indices.first(where: { $0 >= start && bytes[$0] >= 0x80 }) {
            throw XMLGuard.error(.badEncoding, "declares US-ASCII and is not", at: offset, in: bytes)
        }
    }

    /// The rest of a comment, behind `<!--`.
    mutating func comment() throws(AdapterError) {
        let start = position
        guard let end = find("--") else { throw fail("a comment does not end", at: start) }
        guard skip(">") else { throw fail("-- within a comment", at: end) }
    }

    /// The rest of a processing instruction, behind `<?`. It is read and left out.
    mutating func instruction() throws(AdapterError) {
        let start = position
        let (target, _) = try qualifiedName()
        guard String(decoding: bytes[target], as: UTF8.self).lowercased() != "xml" else {
            throw fail("an XML declaration that is not at the start", at: start)
        }
        if skip("?>") { return }
        guard skipSpace(), find("?>") != nil else { throw fail("a malformed processing instruction", at: start) }
    }

    /// One attribute, whose element's attributes start at `first`.
    mutating func attribute(from first: Int) throws(AdapterError) {
        let start = position
        let (name, local) = try qualifiedName()
        skipSpace()
        guard skip("=") else { throw fail("an attribute has no value", at: start) }
        skipSpace()
        let value = try attributeValue()
        guard attributes.count - first < XMLDocumentReader.maximumAttributes else {
            throw XMLGuard.error(
                .limitExceeded, "more than \(XMLDocumentReader.maximumAttributes) attributes", at: start, in: bytes)
        }
        for other in attributes[first...] where equal(other.name, name) {
            throw fail("an attribute appears twice", at: start)
        }
        attributes.append(XMLDocument.Attribute(name: name, localStart: local, value: value))
    }

    private mutating func attributeValue() throws(AdapterError) -> XMLDocument.Text {
        let range = try quoted()
        guard bytes[range].contains(where: { $0 == UInt8(ascii: "&") || $0 < 0x20 }) else { return .verbatim(range) }
        let end = position
        var value: [UInt8] = []
        position = range.lowerBound
        while position < range.upperBound {
            let byte = bytes[position]
            if byte == UInt8(ascii: "&") {
                value.append(contentsOf: try reference())
            } else {
                let isLineEnd = byte == 0x0D && position + 1 < range.upperBound && bytes[position + 1] == 0x0A
                if !isLineEnd { value.append(XMLCharacters.isSpace(byte) ? 0x20 : byte) }
                position += 1
            }
        }
        position = end
        assembled.append(value)
        return .assembled(assembled.count - 1)
    }

    /// The range between two quotation marks of the same kind; `<` may not stand there.
    private mutating func quoted() throws(AdapterError) -> Range<Int> {
        let start = position
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "'")
        else { throw fail("a value without quotation marks") }
        let mark = bytes[position]
        position += 1
        while position < bytes.count, bytes[position] != mark {
            guard bytes[position] != UInt8(ascii: "<") else { throw fail("< within a value") }
            position += 1
        }
        guard position < bytes.count else { throw fail("a value does not end", at: start) }
        position += 1
        return start + 1..<position - 1
    }
}
