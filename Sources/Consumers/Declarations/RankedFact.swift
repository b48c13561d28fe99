import Bus

/// A fact of which only the strongest counts.
///
/// Ranks are a total order over content, so keeping the higher of two gives the same whatever came first, however often.
protocol RankedFact {
    var rank: FactRank { get }
}

extension RankedFact {
    /// The stronger of what is known and this.
    func over(_ known: Self?) -> Self {
        guard let known, known.rank >= rank else { return self }
        return known
    }
}

/// Version, then business time, then the content itself as the last resort.
struct FactRank: Hashable, Comparable {
    var version: Int
    var time: Timestamp
    var content: String

    init(_ version: Int, _ time: Timestamp, _ content: String) {
        self.version = version
        self.time = time
        self.content = content
    }

    static func < (a: FactRank, b: FactRank) -> Bool { (a.version, a.time, a.content) < (b.version, b.time, b.content) }
}
