/// What went wrong between us and the broker, or in reading what it delivered.
public struct BusError: Error, Sendable {
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Name: String { case unreachable, timedOut, connectionLost, connectionClosed, channelClosed
            case accessRefused, authenticationFailed, notFound, preconditionFailed, resourceLocked, protocolViolation
            case tooLarge, undecodable, cancelled, stopped, invalidConfiguration, tls, silence }
        private let name: Name
        private init(_ name: Name) { self.name = name }

        /// Nothing answers at the address.
        public static let unreachable = Code(.unreachable)
        public static let timedOut = Code(.timedOut)
        public static let connectionLost = Code(.connectionLost)
        /// The broker closed the connection and said why.
        public static let connectionClosed = Code(.connectionClosed)
        public static let channelClosed = Code(.channelClosed)
        /// The user may not do this (AMQP 403 on a channel).
        public static let accessRefused = Code(.accessRefused)
        /// Wrong user or password.
        public static let authenticationFailed = Code(.authenticationFailed)
        public static let notFound = Code(.notFound)
        /// A queue or exchange exists with other properties (AMQP 406).
        public static let preconditionFailed = Code(.preconditionFailed)
        public static let resourceLocked = Code(.resourceLocked)
        public static let protocolViolation = Code(.protocolViolation)
        /// Over one of `Limits`.
        public static let tooLarge = Code(.tooLarge)
        /// Not an event of ours.
        public static let undecodable = Code(.undecodable)
        public static let cancelled = Code(.cancelled)
        public static let stopped = Code(.stopped)
        public static let invalidConfiguration = Code(.invalidConfiguration)
        public static let tls = Code(.tls)
        /// Nothing has come for so long that consuming anew is worth a try.
        public static let silence = Code(.silence)

        public var description: String { name.rawValue }
    }

    public let code: Code
    /// What happened, without payload, credentials or people's data.
    public let reason: String
    /// The AMQP reply code, when the broker gave one.
    public let replyCode: Int?
    /// Whether the same act may succeed later without anyone mending anything.
    public let isRetryable: Bool
    public let cause: (any Error)?

    public init(
        _ code: Code, _ reason: String, replyCode: Int? = nil, isRetryable: Bool = false, cause: (any Error)? = nil
    ) {
        self.code = code
        self.reason = reason
        self.replyCode = replyCode
        self.isRetryable = isRetryable
        self.cause = cause
    }
}

extension BusError: CustomStringConvertible {
    public var description: String {
        let reply = replyCode.map { " (\($0))" } ?? ""
        return "bus \(code)\(reply): \(reason)"
    }
}
