/// A blocked Bloom filter: says for certain that a key is not in a run, or that it may be.
///
/// Each key has six bits within one 64-byte line, so a question touches one cache line. With ten bits a key about one
/// question in fifty is answered "may be" wrongly and costs the reading of one block.
struct KeyFilter: Sendable {
    private static let wordsPerLine = 8
    private static let bitsPerKey = 10

    private(set) var words: [UInt64]

    init(capacity: Int) {
        let lines = (max(1, capacity) * Self.bitsPerKey + 511) / 512
        words = Array(repeating: 0, count: lines * Self.wordsPerLine)
    }

    /// As stored; a filter without words says "may be" to everything.
    init(words: [UInt64]) { self.words = words }

    mutating func insert(_ key: Fingerprint) {
        let start = line(of: key)
        for bit in Self.bits(of: key) { words[start + bit >> 6] |= 1 << UInt64(bit & 63) }
    }

    func mayContain(_ key: Fingerprint) -> Bool {
        guard !words.isEmpty else { return true }
        let start = line(of: key)
        for bit in Self.bits(of: key) where words[start + bit >> 6] & 1 << UInt64(bit & 63) == 0 { return false }
        return true
    }

    /// Index of the first word of the key's line: the upper half of `low`, scaled.
    private func line(of key: Fingerprint) -> Int {
        let lines = UInt64(words.count / Self.wordsPerLine)
        return Int((key.low >> 32) * lines >> 32) * Self.wordsPerLine
    }

    /// Six numbers below 512 of bits that the line's choice has not used; runs are ordered by the upper bits of `high`.
    private static func bits(of key: Fingerprint) -> KeyBits {
        KeyBits(rest: (key.low & 0x07FF_FFFF) << 27 | key.high & 0x07FF_FFFF)
    }
}

/// Six numbers of nine bits each, taken off one word without an array.
private struct KeyBits: Sequence, IteratorProtocol {
    var rest: UInt64
    var left = 6

    init(rest: UInt64) { self.rest = rest }

    mutating func next() -> Int? {
        guard left > 0 else { return nil }
        left -= 1
        defer { rest >>= 9 }
        return Int(rest & 511)
    }
}
