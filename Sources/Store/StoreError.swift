/// What went wrong in durable state.
public struct StoreError: Error, Sendable {
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Name: String { case unavailable, full, busy, corrupt, unsafeSettings, newerSchema, conflict, fenced, closed, invalid }
        private let name: Name
        private init(_ name: Name) { self.name = name }

        /// The file or server cannot be opened or reached.
        public static let unavailable = Code(.unavailable)
        /// No space left. Nothing was stored.
        public static let full = Code(.full)
        /// Another process held the lock past the deadline.
        public static let busy = Code(.busy)
        public static let corrupt = Code(.corrupt)
        /// The store would not make commits durable.
        public static let unsafeSettings = Code(.unsafeSettings)
        /// Written by a newer version of this software.
        public static let newerSchema = Code(.newerSchema)
        /// A record is not in the generation that the change expected; somebody else changed it first.
        public static let conflict = Code(.conflict)
        /// A newer owner has taken over; this one may not commit.
        public static let fenced = Code(.fenced)
        public static let closed = Code(.closed)
        /// The caller asked for something that can never be stored.
        public static let invalid = Code(.invalid)

        public var description: String { name.rawValue }
    }

    public let code: Code
    public let reason: String
    /// Whether the same call may go well later by itself, or once somebody has mended what `reason` names, with this store still
    /// open. When it is false, this process can do nothing more with it.
    public let isRetryable: Bool
    public let cause: (any Error)?

    public init(_ code: Code, _ reason: String, isRetryable: Bool = false, cause: (any Error)? = nil) {
        self.code = code
        self.reason = reason
        self.isRetryable = isRetryable
        self.cause = cause
    }
}

extension StoreError: CustomStringConvertible {
    public var description: String { "store \(code): \(reason)" }
}
