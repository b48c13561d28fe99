import Store

/// Who is in flight under which generation of a receiver. Pure; `Admission` keeps it behind a lock.
///
/// A request of a newer generation is let in only when none of an older one is in flight any more: so an outbox holds
/// everything of one generation before anything of the next, and a receipt means what it says.
struct AdmissionLedger {
    private struct Entry {
        var generation: Int64 = 0
        var inFlight = 0
    }

    /// One for each receiver asked about; there are four.
    private var entries: [String: Entry] = [:]

    /// - Returns: whether the request is in; if not, it asks again after the next `leave` that answers true.
    mutating func enter(_ record: ReceiverRecord) -> Bool {
        var entry = entries[record.receiver, default: Entry()]
        if record.generation > entry.generation {
            guard entry.inFlight == 0 else { return false }
            entry.generation = record.generation
        }
        entry.inFlight += 1
        entries[record.receiver] = entry
        return true
    }

    /// - Returns: whether somebody who was not let in should ask again.
    mutating func leave(_ receiver: String) -> Bool {
        guard var entry = entries[receiver], entry.inFlight > 0 else { return false }
        entry.inFlight -= 1
        entries[receiver] = entry
        return entry.inFlight == 0
    }

    func inFlight(_ receiver: String) -> Int { entries[receiver]?.inFlight ?? 0 }
}
