/// Why a gateway cannot start as it is configured.
public struct GatewayConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Name: String { case unknownSystem, badToken, unreadable, exposed, noFolder }
        private let name: Name
        private init(_ name: Name) { self.name = name }

        public static let unknownSystem = Code(.unknownSystem)
        public static let badToken = Code(.badToken)
        public static let unreadable = Code(.unreadable)
        /// A file with secrets that everybody can read.
        public static let exposed = Code(.exposed)
        /// A drop folder that cannot be made or watched.
        public static let noFolder = Code(.noFolder)

        public var description: String { name.rawValue }
    }

    public let code: Code
    /// What is wrong and what to do, without secrets.
    public let reason: String
    /// From 1.
    public let line: Int?

    public init(_ code: Code, _ reason: String, line: Int? = nil) {
        self.code = code
        self.reason = reason
        self.line = line
    }

    public var description: String { "gateway \(code): \(reason)" }
}
