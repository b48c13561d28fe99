/// Why a consumer could not apply an event.
public struct ConsumerFailure: Error, Sendable, Hashable {
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Name: String { case poison, transient }
        private let name: Name
        private init(_ name: Name) { self.name = name }

        /// The event can never be applied as it is: it is parked at once.
        public static let poison = Code(.poison)
        /// It may pass: the event's key waits and is tried again, others go on; parked when it never passes.
        public static let transient = Code(.transient)

        public var description: String { name.rawValue }
    }

    public let code: Code
    /// One word for lists and metrics, e.g. `payload`.
    public let cause: String
    /// What is wrong and where, without payload or people's data.
    public let detail: String

    public var isRetryable: Bool { code == .transient }

    public static func poison(_ cause: String, _ detail: String) -> ConsumerFailure {
        ConsumerFailure(code: .poison, cause: cause, detail: detail)
    }

    public static func transient(_ cause: String, _ detail: String) -> ConsumerFailure {
        ConsumerFailure(code: .transient, cause: cause, detail: detail)
    }
}

extension ConsumerFailure: CustomStringConvertible {
    public var description: String { "\(code) \(cause): \(detail)" }
}
