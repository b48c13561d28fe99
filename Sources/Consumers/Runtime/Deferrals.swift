/// Events whose keys wait for another attempt, with everything that came for those keys since.
///
/// Lives in memory only: what waits is not acknowledged, so the broker gives it out again after a restart. The source's
/// prefetch bounds how much that can be.
struct Deferrals: Sendable {
    typealias Instant = ContinuousClock.Instant

    private struct Line { var items: [InboundItem], due: Instant }

    private var lines: [String: Line] = [:]

    var isEmpty: Bool { lines.isEmpty }
    var count: Int { lines.values.reduce(0) { $0 + $1.items.count } }
    /// When the first key is to be tried again.
    var nextDue: Instant? { lines.values.map(\.due).min() }

    /// Sorts out arrivals: those of waiting keys queue up there.
    /// - Returns: the others, in order.
    mutating func admit(_ items: [InboundItem]) -> [InboundItem] {
        guard !lines.isEmpty else { return items }
        return items.filter { item in
            guard !item.key.isEmpty, lines[item.key] != nil else { return true }
            lines[item.key]?.items.append(item)
            return false
        }
    }

    /// Takes out the keys that are due, each with its events in order.
    mutating func takeDue(at now: Instant) -> [InboundItem] {
        let due = lines.filter { $0.value.due <= now }.sorted { $0.value.due < $1.value.due }
        for (key, _) in due { lines[key] = nil }
        return due.flatMap(\.value.items)
    }

    /// Lets events of one key wait until `due`; they stand before what has come for the key meanwhile.
    mutating func hold(_ items: [InboundItem], key: String, until due: Instant) {
        lines[key] = Line(items: items + (lines[key]?.items ?? []), due: due)
    }
}
