import Bus
import Events

/// A bank's guarantee (`bảo lãnh`) for the tax of this declaration, known by its acceptance number.
struct GuaranteeFact: Sendable, Hashable, RankedFact {
    var time: Timestamp
    var office: String
    var amount: Amount
    var validFrom: Timestamp
    /// Start of the last day on which it holds.
    var validTo: Timestamp

    var content: String { "\(office) \(amount) \(validFrom) \(validTo)" }

    /// The last day counts in full.
    func holds(at time: Timestamp) -> Bool {
        validFrom <= time && time.milliseconds < validTo.milliseconds + 86_400_000
    }
}
