/// Reads a text piece by piece where its form is known: faster than a value for the whole, of which every member would
/// have to be built and looked up.
///
/// It knows one meaning only: what it takes is what `JSON.parse` would have taken at the same place, with the same value.
/// Where it answers `false` or nil, the text has another form or is not acceptable at all, and `JSON.parse` of the whole
/// says which. What was read until then is of no use.
public struct JSONScanner: ~Copyable {
    private let text: UnsafeRawBufferPointer
    private let tokener = JSONTokener()
    /// Offset of the next byte.
    public private(set) var index = 0

    /// - Parameter text: must outlive the scanner.
    public init(_ text: UnsafeRawBufferPointer) { self.text = text }

    public var isAtEnd: Bool { index == text.count }

    /// Goes behind `piece` when exactly its bytes come next.
    public mutating func skip(_ piece: StaticString) -> Bool {
        let length = piece.utf8CodeUnitCount
        guard text.count - index >= length else { return false }
        let expected = UnsafeRawPointer(piece.utf8Start)
        var place = 0
        while place + 8 <= length {
            let word = expected.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            guard text.loadUnaligned(fromByteOffset: index + place, as: UInt64.self) == word else { return false }
            place += 8
        }
        while place < length {
            guard text[index + place] == piece.utf8Start[place] else { return false }
            place += 1
        }
        index += length
        return true
    }

    /// Reads a string without escapes, whose text is therefore its bytes.
    /// - Returns: what is between the quotes, in UTF-8; nil when no string comes next, or none such.
    public mutating func plainString() -> UnsafeBufferPointer<UInt8>? {
        guard index < text.count, text[index] == UInt8(ascii: "\"") else { return nil }
        var gate = JSONGuard(text, at: index)
        guard (try? gate.string(isKey: false)) != nil, !gate.hasEscapes else { return nil }
        let content = text[(index + 1)..<(gate.index - 1)]
        index = gate.index
        return UnsafeRawBufferPointer(rebasing: content).bindMemory(to: UInt8.self)
    }

    /// Reads a value of any kind; by json-c what is not plain.
    /// - Parameter level: how many arrays and objects it stands in; they count against `JSON.maximumDepth`.
    /// - Returns: nil when no acceptable value comes next, or one with keys that have to be compared as text.
    public mutating func value(level: Int) -> JSONValue? {
        var gate = JSONGuard(text, at: index, maximumDepth: JSON.maximumDepth - level)
        guard let range = try? gate.element(), !gate.hasUnusualKeys else { return nil }
        let element = UnsafeRawBufferPointer(rebasing: text[range])
        if !gate.hasEscapes, let value = JSONPlainReader.value(element) {
            index = range.upperBound
            return value
        }
        guard let document = try? tokener.read(element, offset: 0) else { return nil }
        var members = 0
        let value = document.value(countingMembers: &members)
        // json-c keeps one member per key.
        guard members == gate.members else { return nil }
        index = range.upperBound
        return value
    }
}
