import Events

/// Finds the declaration that a free text names: `tờ khai`, soon after it a number of 12 digits.
enum DeclarationMention: Sendable, Hashable {
    /// The text names no declaration.
    case none
    case named(DeclarationNumber)
    /// A number stands where a declaration's number would, with another count of digits.
    case malformed(digits: Int)

    /// How far behind `tờ khai` the number may begin, in characters: room for `hải quan nhập khẩu số:`.
    private static let reach = 24

    /// The first mention decides.
    init(in text: String) {
        self.init(folded: VietnameseText.folded(text))
    }

    /// - Parameter folded: of `VietnameseText`.
    init(folded: [UInt8]) {
        let phrase: StaticString = "to khai"
        var index = 0
        while index + phrase.utf8CodeUnitCount <= folded.count {
            guard VietnameseText.stands(phrase, in: folded, at: index), index == 0 || !Self.isLetter(folded[index - 1])
            else {
                index += 1
                continue
            }
            index += phrase.utf8CodeUnitCount
            if let found = Self.number(in: folded, behind: index) {
                self = found
                return
            }
        }
        self = .none
    }

    /// The first run of digits within reach that is a number of something, and not a date or a count.
    private static func number(in text: [UInt8], behind start: Int) -> DeclarationMention? {
        var index = start
        while index < text.count, index <= start + reach {
            guard isDigit(text[index]) else {
                index += 1
                continue
            }
            var end = index
            while end < text.count, isDigit(text[end]) { end += 1 }
            if let number = DeclarationNumber(String(decoding: text[index..<end], as: UTF8.self)) {
                return .named(number)
            }
            let word = lastWord(of: text[start..<index])
            let isNumbered = word.elementsEqual("so".utf8)
            let isDate =
                word.elementsEqual("ngay".utf8) || word.elementsEqual("thang".utf8) || word.elementsEqual("nam".utf8)
            // Short numbers are days, years and counts, unless `số` says otherwise.
            if isNumbered || (!isDate && end - index > 4) { return .malformed(digits: end - index) }
            index = end
        }
        return nil
    }

    /// Empty when there is no letter.
    private static func lastWord(of text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let last = text.lastIndex(where: isLetter) else { return [] }
        let before = text[..<last].lastIndex { !isLetter($0) }
        return text[(before.map { $0 + 1 } ?? text.startIndex)...last]
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
}
