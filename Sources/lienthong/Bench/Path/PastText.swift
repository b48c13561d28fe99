/// A text of a simulated declaration that can be made anew for another declaration: what names the declaration in it is
/// replaced, everything else stays, also its length.
///
/// Replaced are: the 10 digits by which everything of a declaration is named (3 of the simulator's seed, 7 of its index), the
/// number of a block in the names of voucher lists (`L061B20000N3`), days in times and the counters behind them, UUIDs, and
/// the payment gateway's acceptance numbers.
struct PastText: Sendable, Equatable {
    enum Mark: Sendable, Equatable {
        /// 10 digits; which of the template's declarations.
        case declaration(at: Int, Int)
        /// 3 digits, `B`, 5 digits; which of the template's blocks.
        case block(at: Int, Int)
        /// 8 digits; how many days after the template's first one.
        case day(at: Int, Int)
        /// 6 digits behind a time; which of the template's declarations.
        case counter(at: Int, Int)
        /// 36 characters; the UUID's first 64 bits, by which it is told from others.
        case uuid(at: Int, UInt64)
        /// 18 digits, behind `epayment:`; the number itself.
        case acceptance(at: Int, UInt64)
    }

    let bytes: [UInt8]
    let marks: [Mark]

    /// Finds what names a declaration of the template.
    init(_ bytes: [UInt8], _ template: PastTemplate) {
        self.bytes = bytes
        var marks: [Mark] = []
        var place = 0
        while place < bytes.count {
            if let (number, length) = Self.acceptance(in: bytes, at: place) {
                marks.append(.acceptance(at: place, number))
                place += length
            } else if let (day, length) = template.time(in: bytes, at: place) {
                marks.append(.day(at: place, day))
                place += length
                guard let (index, length) = template.counter(in: bytes, at: place) else { continue }
                marks.append(.counter(at: place, index))
                place += length
            } else if let (index, length) = template.declaration(in: bytes, at: place) {
                marks.append(.declaration(at: place, index))
                place += length
            } else if let (block, length) = template.block(in: bytes, at: place) {
                marks.append(.block(at: place, block))
                place += length
            } else if let (first, length) = Self.uuid(in: bytes, at: place) {
                marks.append(.uuid(at: place, first))
                place += length
            } else {
                place += 1
            }
        }
        self.marks = marks
    }

    init(_ text: String, _ template: PastTemplate) { self.init(Array(text.utf8), template) }

    func bytes(_ copy: PastCopy) -> [UInt8] {
        guard !marks.isEmpty else { return bytes }
        var result = bytes
        for mark in marks {
            switch mark {
            case .declaration(let place, let index): copy.writeDeclaration(index, to: &result, at: place)
            case .block(let place, let block): copy.writeBlock(block, to: &result, at: place)
            case .day(let place, let day): copy.writeDay(day, to: &result, at: place)
            case .counter(let place, let index): copy.writeCounter(index, to: &result, at: place)
            case .acceptance(let place, let number): copy.writeAcceptance(number, to: &result, at: place)
            case .uuid(let place, let first): copy.writeUUID(first, to: &result, at: place)
            }
        }
        return result
    }

    func text(_ copy: PastCopy) -> String { String(decoding: bytes(copy), as: UTF8.self) }

    private static let acceptancePrefix = Array("epayment:".utf8)

    private static func acceptance(in bytes: [UInt8], at place: Int) -> (number: UInt64, length: Int)? {
        let begin = place - acceptancePrefix.count
        guard begin >= 0, bytes[begin..<place].elementsEqual(acceptancePrefix),
            let number = PastTemplate.number(in: bytes, at: place, digits: 18)
        else { return nil }
        return (UInt64(number), 18)
    }

    private static let hyphens: Set<Int> = [8, 13, 18, 23]

    private static func uuid(in bytes: [UInt8], at place: Int) -> (first: UInt64, length: Int)? {
        guard place + 36 <= bytes.count, bytes[place + 8] == UInt8(ascii: "-") else { return nil }
        var first: UInt64 = 0
        var digits = 0
        for offset in 0..<36 {
            let byte = bytes[place + offset]
            if hyphens.contains(offset) {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let value = Character(UnicodeScalar(byte)).hexDigitValue else { return nil }
            if digits < 16 { first = first << 4 | UInt64(value) }
            digits += 1
        }
        return (first, 36)
    }
}
