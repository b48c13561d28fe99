import Simulator

/// Which declarations a copy of a template speaks of: the copies have numbers and days one after the other, as systems give
/// them, and UUIDs and acceptance numbers that are random, as the payment gateway's are.
struct PastCopy: Sendable {
    let template: PastTemplate
    /// From 0.
    let number: Int

    func writeDeclaration(_ index: Int, to bytes: inout [UInt8], at place: Int) {
        let position = number * template.declarations + index
        Self.write(prefix(position), 3, to: &bytes, at: place)
        Self.write(position % PastTemplate.indexes, 7, to: &bytes, at: place + 3)
    }

    func writeBlock(_ block: Int, to bytes: inout [UInt8], at place: Int) {
        let position = number * template.declarations + block * PastTemplate.declarationsPerBlock
        Self.write(prefix(position), 3, to: &bytes, at: place)
        Self.write(position % PastTemplate.indexes / PastTemplate.declarationsPerBlock, 5, to: &bytes, at: place + 4)
    }

    func writeCounter(_ index: Int, to bytes: inout [UInt8], at place: Int) {
        Self.write((number * template.declarations + index) % PastTemplate.counters, 6, to: &bytes, at: place)
    }

    /// - Parameter day: from the template's first one.
    func writeDay(_ day: Int, to bytes: inout [UInt8], at place: Int) {
        let days = number * template.declarations / Self.declarationsPerDay + day
        // Months of 28 days: each is a day of the calendar, and later days are greater.
        let (year, rest) = (2001 + days / 336, days % 336)
        Self.write(year * 10_000 + (rest / 28 + 1) * 100 + rest % 28 + 1, 8, to: &bytes, at: place)
    }

    /// - Parameter acceptance: the template's.
    func writeAcceptance(_ acceptance: UInt64, to bytes: inout [UInt8], at place: Int) {
        var generator = SeededGenerator(seed: acceptance, member: UInt64(number))
        Self.write(Int(generator.next() % 900_000_000_000_000_000) + 100_000_000_000_000_000, 18, to: &bytes, at: place)
    }

    /// - Parameter first: the first 64 bits of the template's.
    func writeUUID(_ first: UInt64, to bytes: inout [UInt8], at place: Int) {
        var generator = SeededGenerator(seed: first, member: UInt64(number))
        var rest = generator.next()
        var digits = 0
        // The hyphens, and the digits of version and variant, stay.
        for offset in 0..<36 {
            switch offset {
            case 8, 13, 14, 18, 19, 23: continue
            default: break
            }
            if digits == 16 { rest = generator.next() }
            bytes[place + offset] = Self.hexDigits[Int(rest & 15)]
            rest >>= 4
            digits += 1
        }
    }

    /// About as many as the country has.
    private static let declarationsPerDay = 40_000
    private static let hexDigits = Array("0123456789abcdef".utf8)

    /// Past ten million declarations the seed before is taken, as if the ledger were that much older.
    private func prefix(_ position: Int) -> Int {
        let back = position / PastTemplate.indexes % 1000
        return (Int(template.seed % 1000) + 1000 - back) % 1000
    }

    private static func write(_ number: Int, _ width: Int, to bytes: inout [UInt8], at place: Int) {
        var rest = number
        for offset in (0..<width).reversed() {
            bytes[place + offset] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
    }
}
