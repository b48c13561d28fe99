import Events

/// What an element may hold, in both directions.
enum XMLFieldKind: Sendable {
    /// Any text up to a number of characters.
    case text(Int)
    /// Visible ASCII without white space, up to a number of characters: codes and identifiers.
    case code(Int)
    case digits(ClosedRange<Int>)
    /// One of a fixed set of values.
    case choice([String])
    /// Digits with at most 4 decimals, no sign.
    case amount
    case time(XMLTimeForm)
    /// Number of a declaration: 12 digits.
    case declaration
    case group(XMLTable)
    /// May be there and is not looked into, e.g. a signature.
    case unread

    /// Checks the text of an element; an empty one may always be there.
    /// - Throws: `AdapterError` without a field; who knows the element's name adds it.
    func check(_ element: Int, of document: XMLDocument, form: String?) throws(AdapterError) {
        let problem = document.withText(of: element) { text in text.isEmpty ? nil : self.problem(text) }
        guard let (code, text) = problem else { return }
        let node = XMLNode(document: document, index: element)
        throw AdapterError(code, form: form, offset: node.offset, line: node.line, problem: text)
    }

    /// nil for a text that this kind allows.
    private func problem(_ text: Span<UInt8>) -> (code: AdapterError.Code, text: String)? {
        switch self {
        case .text(let maximum):
            guard text.count > maximum, text.string.count > maximum else { return nil }
            return (.itemTooLong, "is longer than \(maximum) characters")
        case .code(let maximum):
            guard text.isVisibleASCII else {
                return (.badItem, "is not a code: visible ASCII characters without spaces")
            }
            return text.count <= maximum ? nil : (.itemTooLong, "is longer than \(maximum) characters")
        case .digits(let count):
            guard !text.isDigits || !count.contains(text.count) else { return nil }
            let width = count.lowerBound == count.upperBound
                ? "\(count.lowerBound)" : "\(count.lowerBound) to \(count.upperBound)"
            return (.badItem, "is not \(width) digits")
        case .choice(let values):
            return values.contains(text.string)
                ? nil : (.badItem, "is none of \(values.joined(separator: ", "))")
        case .amount:
            return text.isAmount
                ? nil : (.badItem, "is not an amount: digits with at most 4 decimals, no sign, no grouping")
        case .time(let timeForm):
            return timeForm.read(text) != nil ? nil : (.badItem, "is not a time as \(timeForm.pattern)")
        case .declaration:
            guard text.isDigits else { return (.badItem, "is not a declaration number: 12 digits") }
            return text.count == 12 ? nil : (.badItem, "has \(text.count) digits; a declaration number has 12")
        case .group, .unread:
            return nil
        }
    }

    func text(of value: XMLValue) -> String {
        switch value {
        case .text(let text): text
        case .amount(let amount): amount.description
        case .declaration(let number): number.rawValue
        case .time(let time): if case .time(let form) = self { form.text(of: time) } else { time.description }
        case .records: ""
        }
    }
}

extension String {
    /// ASCII digits only, at least one.
    var isDigits: Bool { !isEmpty && utf8.allSatisfy { (0x30...0x39).contains($0) } }
}

extension Span<UInt8> {
    /// ASCII digits only, at least one.
    fileprivate var isDigits: Bool {
        for index in indices where self[index] &- 0x30 > 9 { return false }
        return !isEmpty
    }

    /// As `Amount` reads it: 1 to 20 digits, optionally a point and 1 to 4 decimals.
    fileprivate var isAmount: Bool {
        var point: Int?
        for index in indices where self[index] &- 0x30 > 9 {
            guard self[index] == UInt8(ascii: "."), point == nil else { return false }
            point = index
        }
        guard let point else { return (1...20).contains(count) }
        return (1...20).contains(point) && (2...5).contains(count - point)
    }

    fileprivate var isVisibleASCII: Bool {
        for index in indices where self[index] &- 0x21 > 0x7E - 0x21 { return false }
        return true
    }

    fileprivate var string: String {
        withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
}
