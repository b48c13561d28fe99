public import JSON

/// Why an operator's command was not carried out, and with which exit code the command line ends.
public struct ControlError: Error, Sendable, Hashable {
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Name: String {
            case negative, notFound, usage, badInput, unavailable, tryAgain, notPermitted, notAuthenticated
        }
        private let name: Name
        private init(_ name: Name) { self.name = name }

        /// The answer is "no": a check failed, a difference was found, the state does not allow it.
        public static let negative = Code(.negative)
        public static let notFound = Code(.notFound)
        /// A parameter is missing or has no meaning.
        public static let usage = Code(.usage)
        /// A file or a value that cannot be taken.
        public static let badInput = Code(.badInput)
        /// Broker, store or control process cannot be reached.
        public static let unavailable = Code(.unavailable)
        /// It may work later: somebody else was first, or a deadline passed.
        public static let tryAgain = Code(.tryAgain)
        /// The operator may not do this.
        public static let notPermitted = Code(.notPermitted)
        /// No token, or an unknown one.
        public static let notAuthenticated = Code(.notAuthenticated)

        static let all: [Code] = [
            .negative, .notFound, .usage, .badInput, .unavailable, .tryAgain, .notPermitted, .notAuthenticated,
        ]

        public var description: String { name.rawValue }

        /// Exit code of the command line.
        public var exit: Int {
            switch name {
            case .negative, .notFound: 1
            case .usage: 64
            case .badInput: 65
            case .unavailable: 69
            case .tryAgain: 75
            case .notPermitted, .notAuthenticated: 77
            }
        }

        /// HTTP status.
        public var status: Int {
            switch name {
            case .negative: 409
            case .notFound: 404
            case .usage: 400
            case .badInput: 422
            case .unavailable: 502
            case .tryAgain: 503
            case .notPermitted: 403
            case .notAuthenticated: 401
            }
        }
    }

    public let code: Code
    /// What is wrong and what to do, without payloads or secrets.
    public let reason: String
    /// What else belongs to the answer, e.g. the differences found; null for nothing.
    public let details: JSONValue

    public init(_ code: Code, _ reason: String, details: JSONValue = .null) {
        self.code = code
        self.reason = reason
        self.details = details
    }
}

extension ControlError: CustomStringConvertible {
    public var description: String { "control \(code): \(reason)" }
}
