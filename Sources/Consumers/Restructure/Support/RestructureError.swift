public import Bus
public import Store

/// What went wrong in an operator's act: receivers, catalogs, cutover or replay.
public struct RestructureError: Error, Sendable {
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Name: String {
            case invalid, notFound, conflict, notPossible, deadlinePassed, store, bus, file, cancelled
        }
        private let name: Name
        private init(_ name: Name) { self.name = name }

        /// The input is wrong; `place` says where.
        public static let invalid = Code(.invalid)
        public static let notFound = Code(.notFound)
        /// Somebody else changed it first; look again and decide again.
        public static let conflict = Code(.conflict)
        /// The present state does not allow it; the text says what does.
        public static let notPossible = Code(.notPossible)
        public static let deadlinePassed = Code(.deadlinePassed)
        public static let store = Code(.store)
        public static let bus = Code(.bus)
        public static let file = Code(.file)
        public static let cancelled = Code(.cancelled)

        public var description: String { name.rawValue }
    }

    public let code: Code
    /// What happened and, where an operator can do something, what.
    public let what: String
    /// File, line, field, step or receiver; empty when there is no narrower place than the whole act.
    public let place: String
    /// Whether the same act may succeed later without anyone mending anything.
    public let isRetryable: Bool
    public let cause: (any Error)?

    public init(
        _ code: Code, _ what: String, place: String = "", isRetryable: Bool = false, cause: (any Error)? = nil
    ) {
        self.code = code
        self.what = what
        self.place = place
        self.isRetryable = isRetryable
        self.cause = cause
    }

    /// A conflict of generations stays a conflict; everything else is the store's trouble.
    public init(_ error: StoreError, place: String = "") {
        if error.code == .conflict {
            self.init(.conflict, "somebody else changed it first", place: place, isRetryable: true, cause: error)
        } else {
            self.init(.store, error.description, place: place, isRetryable: error.isRetryable, cause: error)
        }
    }

    public init(_ error: BusError, place: String = "") {
        let code: Code = error.code == .cancelled ? .cancelled : .bus
        self.init(code, error.description, place: place, isRetryable: error.isRetryable, cause: error)
    }
}

extension RestructureError: CustomStringConvertible {
    public var description: String { place.isEmpty ? "\(code): \(what)" : "\(code): \(place): \(what)" }
}
