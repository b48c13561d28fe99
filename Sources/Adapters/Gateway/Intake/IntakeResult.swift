/// What became of a native message, with the system's own answer.
public struct IntakeResult: Sendable {
    public enum Disposition: Sendable, Hashable {
        /// Its events are on disk.
        case accepted
        /// They were already, with the same content.
        case duplicate
        case refused(AdapterError)
    }

    public var disposition: Disposition
    /// What the sender gets.
    public var answer: NativeAnswer
    /// Ids of the message's events, in order; empty for a refused one.
    public var eventIDs: [String]
    /// Seconds after which sending again makes sense: for a closed receiver and for a store that did not take it.
    public var retryAfter: Int?

    public init(disposition: Disposition, answer: NativeAnswer, eventIDs: [String] = [], retryAfter: Int? = nil) {
        self.disposition = disposition
        self.answer = answer
        self.eventIDs = eventIDs
        self.retryAfter = retryAfter
    }

    public var error: AdapterError? {
        if case .refused(let error) = disposition { error } else { nil }
    }
}
