/// Why parked events could not be released or discarded.
public struct ParkedError: Error, Sendable, Hashable {
    public enum Code: String, Sendable, Hashable {
        /// No such event is parked for this consumer.
        case notFound
        /// An earlier event of the same key is parked; it has to go first.
        case notFirst
        /// A discarded event needs a reason.
        case reasonMissing
        /// This consumer is not part of this process, so its events cannot be applied here.
        case unknownConsumer
    }

    public let code: Code
    public let reason: String
    /// Nothing here passes by repeating.
    public var isRetryable: Bool { false }

    init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }
}

extension ParkedError: CustomStringConvertible {
    public var description: String { "parked \(code.rawValue): \(reason)" }
}
