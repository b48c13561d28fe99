/// How long many events of a kind took.
struct DurationSpread: Sendable {
    private let sorted: [Duration]

    init(_ durations: [Duration]) { sorted = durations.sorted() }

    var count: Int { sorted.count }

    /// In milliseconds; NaN, which is shown as null, of none.
    var longest: Double { sorted.last.map { $0 / .milliseconds(1) } ?? .nan }

    /// In milliseconds, what so many of a thousand stayed below; NaN of none.
    func milliseconds(_ perMille: Int) -> Double {
        sorted.isEmpty ? .nan : sorted[min(sorted.count * perMille / 1000, sorted.count - 1)] / .milliseconds(1)
    }
}
