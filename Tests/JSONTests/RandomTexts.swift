/// Acceptable JSON texts of every kind, the same for the same seed.
struct RandomTexts {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// splitmix64
    private mutating func next(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((word ^ word >> 31) % UInt64(bound))
    }

    private mutating func space() -> String { ["", "", "", " ", "\n\t "][next(5)] }

    mutating func value(depth: Int) -> String {
        switch next(depth > 0 ? 9 : 6) {
        case 0: return ["null", "true", "false"][next(3)]
        case 1: return "\(next(1_000_000) - 500_000)"
        case 2: return ["1.5", "-0", "2E3", "0.10", "-9223372036854775808"][next(5)]
        case 3, 4, 5: return string()
        case 6: return list(depth, "[", "]") { $0.value(depth: depth - 1) }
        default:
            var number = 0
            return list(depth, "{", "}") { texts in
                number += 1
                let key = "\"k\(number)\(["", " k", "\\n"][texts.next(12) % 3])\""
                return key + texts.space() + ":" + texts.space() + texts.value(depth: depth - 1)
            }
        }
    }

    private mutating func string() -> String {
        let pieces = ["a", "Hải quan", " ", "\\\"", "\\u00e9", "{", "]", ",", ":", "12", "😀", "/"]
        let text = (0..<next(6)).map { _ in pieces[next(pieces.count)] }.joined()
        return "\"\(text)\""
    }

    private mutating func list(
        _ depth: Int, _ open: String, _ close: String, _ element: (inout RandomTexts) -> String
    ) -> String {
        var text = open + space()
        for place in 0..<next(5) {
            if place > 0 { text += space() + "," + space() }
            text += element(&self)
        }
        return text + space() + close
    }
}
