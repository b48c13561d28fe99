/// What an operator sees of a dispatcher.
public struct DispatcherStatus: Sendable, Hashable {
    /// Why rows of a routing key do not go out.
    public enum Cause: String, Sendable, Hashable {
        /// No queue is bound for the routing key; nothing but a change of the topology can help.
        case unroutable
        /// A queue refused, e.g. because it is full.
        case rejected
        /// The broker gave no answer.
        case indeterminate
    }

    /// A routing key that stands still.
    public struct Blocked: Sendable, Hashable {
        public var routingKey: String
        /// Position of the first row that waits.
        public var position: Int64
        public var attempts: Int
        public var cause: Cause
        /// How long it has been standing.
        public var age: Duration
    }

    /// Rows confirmed by the broker since the start.
    public var confirmed: Int
    /// Rows in memory: read and not sent, sent and not confirmed, confirmed and not yet marked.
    public var inMemory: Int
    /// Lowest position without a confirm, as far as the dispatcher has read; nil when there is none.
    public var oldestUnsent: Int64?
    /// How long the dispatcher has been knowing of rows without a confirm, without a moment in which there were none.
    public var lag: Duration
    /// By routing key.
    public var blocked: [Blocked]
    /// The last failure, without payloads, and how long ago it was. It stays after the matter has mended itself.
    public var lastError: String?
    public var lastErrorAge: Duration?
}
