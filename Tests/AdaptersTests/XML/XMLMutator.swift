/// Damages messages in ways that hit parsers, the same for the same seed.
struct XMLMutator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    private static let splices: [[UInt8]] = [
        "<", ">", "</", "/>", "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "&", "&#x", "&#99999999999;", "&lt;", "'", "\"",
        "=", "<a>", "</a>", "xmlns:", "\u{0}", "\u{FFFF}", "-", "+", ".", "99999999999999999999999999", "12345678901",
        "tờ khai 1", "<To/>", "<GNT_CT/>", "<ROW/>", "\r\n", "\u{FEFF}",
    ].map { Array($0.utf8) }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }

    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var result = bytes
        for _ in 0...below(4) {
            let place = below(result.count + 1)
            let end = min(result.count, place + below(40))
            switch below(6) {
            case 0 where place < result.count: result[place] = UInt8(truncatingIfNeeded: next())
            case 1: result.removeSubrange(place..<end)
            case 2: result.insert(contentsOf: Self.splices[below(Self.splices.count)], at: place)
            case 3: result.insert(contentsOf: Array(result[place..<end]), at: below(result.count + 1))
            case 4: result = Array(result.prefix(place))
            default: result.replaceSubrange(place..<end, with: Self.splices[below(Self.splices.count)])
            }
        }
        return result
    }
}
