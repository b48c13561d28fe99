/// Lines of a declaration's history with their text, so that writing it need not be the transaction's work.
public struct WrittenHistory: Sendable {
    public let events: [AppliedEvent]
    /// See `AppliedLines`.
    let text: String

    public init(_ events: [AppliedEvent]) {
        self.events = events
        text = AppliedLines.write(events)
    }
}
