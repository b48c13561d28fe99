import Bus

/// A fact of which only the strongest counts: the highest version, then the latest business time, then the content itself
/// as the last resort.
///
/// Ranks are a total order over content, so keeping the higher of two gives the same whatever came first, however often.
protocol RankedFact {
    /// 0 for facts that belong to no version.
    var version: Int { get }
    var time: Timestamp { get }
    /// All that two facts of one version and time may differ in. Asked for only then.
    var content: String { get }
}

extension RankedFact {
    var version: Int { 0 }

    func isStronger(than other: Self) -> Bool {
        if version != other.version { return version > other.version }
        if time != other.time { return time > other.time }
        return content > other.content
    }

    /// The stronger of what is known and this.
    func over(_ known: Self?) -> Self {
        guard let known, !isStronger(than: known) else { return self }
        return known
    }
}
