/// Why a consumer could not be hosted.
public struct HostError: Error, Sendable, Hashable, CustomStringConvertible {
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Name: String { case unreadable, invalid, store, broker }
        private let name: Name
        private init(_ name: Name) { self.name = name }

        /// The configuration file cannot be read.
        public static let unreadable = Code(.unreadable)
        /// The configuration says something that cannot be.
        public static let invalid = Code(.invalid)
        /// The ledger cannot be opened.
        public static let store = Code(.store)
        /// The broker's settings cannot be used, e.g. no password file.
        public static let broker = Code(.broker)

        public var description: String { name.rawValue }
    }

    public let code: Code
    /// What is wrong, without credentials.
    public let reason: String

    public init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// What a program ends with: 65 bad input, 69 store or broker not reachable.
    public var exitCode: Int32 { code == .store || code == .broker ? 69 : 65 }

    public var description: String { "\(code): \(reason)" }
}
