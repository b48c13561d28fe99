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

    /// - Returns: nil for an empty element.
    /// - Throws: `AdapterError` without a field; who knows the element's name adds it.
    func read(_ node: XMLNode, form: String?) throws(AdapterError) -> XMLValue? {
        let text = node.text
        guard !text.isEmpty else { return nil }
        func refused(_ code: AdapterError.Code, _ problem: String) -> AdapterError {
            AdapterError(code, form: form, offset: node.offset, line: node.line, problem: problem)
        }
        switch self {
        case .text(let maximum):
            guard text.utf8.count <= maximum || text.count <= maximum else {
                throw refused(.itemTooLong, "is longer than \(maximum) characters")
            }
            return .text(text)
        case .code(let maximum):
            guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                throw refused(.badItem, "is not a code: visible ASCII characters without spaces")
            }
            guard text.utf8.count <= maximum else {
                throw refused(.itemTooLong, "is longer than \(maximum) characters")
            }
            return .text(text)
        case .digits(let count):
            guard text.isDigits, count.contains(text.utf8.count) else {
                let width = count.lowerBound == count.upperBound
                    ? "\(count.lowerBound)" : "\(count.lowerBound) to \(count.upperBound)"
                throw refused(.badItem, "is not \(width) digits")
            }
            return .text(text)
        case .choice(let values):
            guard values.contains(text) else { throw refused(.badItem, "is none of \(values.joined(separator: ", "))") }
            return .text(text)
        case .amount:
            guard let amount = Amount(text) else {
                throw refused(.badItem, "is not an amount: digits with at most 4 decimals, no sign, no grouping")
            }
            return .amount(amount)
        case .time(let timeForm):
            guard let time = timeForm.read(text) else { throw refused(.badItem, "is not a time as \(timeForm.pattern)") }
            return .time(time)
        case .declaration:
            guard let number = DeclarationNumber(text) else {
                throw refused(
                    .badItem,
                    text.isDigits
                        ? "has \(text.utf8.count) digits; a declaration number has 12"
                        : "is not a declaration number: 12 digits")
            }
            return .declaration(number)
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
