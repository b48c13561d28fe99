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
        let folded = VietnameseText.folded(text)
        let phrase = Array("to khai".utf8)
        var index = 0
        while index + phrase.count <= folded.count {
            guard folded[index] == phrase[0], folded[index..<index + phrase.count].elementsEqual(phrase),
                index == 0 || !Self.isLetter(folded[index - 1])
            else {
                index += 1
                continue
            }
            index += phrase.count
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
            let word = text[start..<index].split(whereSeparator: { !isLetter($0) }).last.map(Array.init)
            let isNumbered = word == Array("so".utf8)
            let isDate = [Array("ngay".utf8), Array("thang".utf8), Array("nam".utf8)].contains(word)
            // Short numbers are days, years and counts, unless `số` says otherwise.
            if isNumbered || (!isDate && end - index > 4) { return .malformed(digits: end - index) }
            index = end
        }
        return nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
}
