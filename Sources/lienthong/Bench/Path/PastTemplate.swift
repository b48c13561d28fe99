/// Some blocks of simulated declarations of which a ledger's past is made in copies.
struct PastTemplate: Sendable {
    /// Of the simulator.
    static let declarationsPerBlock = 250
    /// Declarations of the simulator's run of which the blocks are; its numbers have as many digits as it has.
    static let indexes = 10_000_000

    /// The counters behind times have six digits.
    static let counters = 1_000_000
    /// When the simulated traffic begins; it goes on into the next day.
    private static let firstDay = 2025_03_14

    /// Of the simulator; its last three digits begin the names of all declarations.
    let seed: UInt64
    let blocks: Range<Int>

    /// In the middle of the run, so that the numbers of blocks have five digits.
    init(seed: UInt64, blocks count: Int) {
        self.seed = seed
        let first = Self.indexes / Self.declarationsPerBlock / 2
        blocks = first..<first + count
    }

    var declarations: Int { blocks.count * Self.declarationsPerBlock }
    private var first: Int { blocks.lowerBound * Self.declarationsPerBlock }

    /// - Returns: which of the template's declarations the 10 digits name.
    func declaration(in bytes: [UInt8], at place: Int) -> (index: Int, length: Int)? {
        guard let digits = Self.number(in: bytes, at: place, digits: 10), digits / Self.indexes == Int(seed % 1000) else { return nil }
        let index = digits % Self.indexes - first
        return (0..<declarations).contains(index) ? (index, 10) : nil
    }

    /// - Returns: which of the template's blocks is named.
    func block(in bytes: [UInt8], at place: Int) -> (block: Int, length: Int)? {
        guard Self.number(in: bytes, at: place, digits: 3) == Int(seed % 1000), place + 9 <= bytes.count,
            bytes[place + 3] == UInt8(ascii: "B"), let number = Self.number(in: bytes, at: place + 4, digits: 5),
            blocks.contains(number)
        else { return nil }
        return (number - blocks.lowerBound, 9)
    }

    /// - Returns: how many days after the first one is the day of a time of 14 digits.
    func time(in bytes: [UInt8], at place: Int) -> (day: Int, length: Int)? {
        guard let time = Self.number(in: bytes, at: place, digits: 14) else { return nil }
        let day = time / 1_000_000 - Self.firstDay
        return (0...3).contains(day) ? (day, 14) : nil
    }

    /// - Returns: which of the template's declarations has the counter.
    func counter(in bytes: [UInt8], at place: Int) -> (index: Int, length: Int)? {
        guard let counter = Self.number(in: bytes, at: place, digits: 6) else { return nil }
        let index = counter - first % Self.counters
        return (0..<declarations).contains(index) ? (index, 6) : nil
    }

    static func number(in bytes: [UInt8], at place: Int, digits: Int) -> Int? {
        guard place + digits <= bytes.count else { return nil }
        var number = 0
        for byte in bytes[place..<place + digits] {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            number = number * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return number
    }
}
