/// Why a native message was refused: what, where in it, and whether sending it again can help.
public struct AdapterError: Error, Sendable, Hashable {
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Name: String {
            case empty, tooLarge, badHeader, badLength, badEncoding, notWellFormed, doctypeRefused, unknownForm
            case badItem, itemTooLong, missingItem, trailingBytes, limitExceeded
            case receiverClosed, notStored, identifierReused
        }
        private let name: Name
        private init(_ name: Name) { self.name = name }

        public static let empty = Code(.empty)
        /// Over `Limits.nativeMessageBytes`.
        public static let tooLarge = Code(.tooLarge)
        public static let badHeader = Code(.badHeader)
        /// A length field that is not a number or not the real length.
        public static let badLength = Code(.badLength)
        /// Not UTF-8, or not the declared encoding.
        public static let badEncoding = Code(.badEncoding)
        public static let notWellFormed = Code(.notWellFormed)
        public static let doctypeRefused = Code(.doctypeRefused)
        /// No codec for this message type, procedure or root element.
        public static let unknownForm = Code(.unknownForm)
        /// A value that its field does not allow.
        public static let badItem = Code(.badItem)
        /// Longer in bytes than its field.
        public static let itemTooLong = Code(.itemTooLong)
        public static let missingItem = Code(.missingItem)
        public static let trailingBytes = Code(.trailingBytes)
        /// Too deep, too many elements, an event over its limit.
        public static let limitExceeded = Code(.limitExceeded)
        /// The receiver refuses at present; the reason and the expected reopening are in `problem`.
        public static let receiverClosed = Code(.receiverClosed)
        /// The store did not take it; send it again.
        public static let notStored = Code(.notStored)
        /// The same correlation id came before with other content.
        public static let identifierReused = Code(.identifierReused)

        public var description: String { name.rawValue }
    }

    public let code: Code
    /// The message form as far as it was recognised: `VAD1AC`, `301`, `edXML`, `910`.
    public let form: String?
    /// The field, by its name in the format's own documents: `ICN`, `GNT_CT/So_TK`.
    public let field: String?
    /// Byte offset into the native message, from 0.
    public let offset: Int?
    /// Line, from 1, in line-based formats and XML.
    public let line: Int?
    /// What is wrong and what to do, without the value itself.
    public let problem: String
    public let isRetryable: Bool

    public init(
        _ code: Code, form: String? = nil, field: String? = nil, offset: Int? = nil, line: Int? = nil, problem: String,
        isRetryable: Bool = false
    ) {
        self.code = code
        self.form = form
        self.field = field
        self.offset = offset
        self.line = line
        self.problem = problem
        self.isRetryable = isRetryable
    }
}

extension AdapterError: CustomStringConvertible {
    public var description: String {
        var places: [String] = []
        if let form { places.append("form \(form)") }
        if let field { places.append("field \(field)") }
        if let line { places.append("line \(line)") }
        if let offset { places.append("byte \(offset)") }
        let place = places.isEmpty ? "" : " (" + places.joined(separator: ", ") + ")"
        return "\(code): \(problem)\(place)"
    }
}
