public import Bus
public import Events

/// One system's native format: messages to events, and the system's own answers.
public protocol NativeCodec: Sendable {
    var system: SystemName { get }

    /// Reads a whole native message and makes its events. Pure: the same bytes give the same events with the same ids.
    /// - Parameter received: used as business time only where the message itself states none.
    func decode(_ bytes: [UInt8], received: Timestamp) throws(AdapterError) -> DecodedMessage

    /// The message as it may be kept: the same bytes, with credentials blanked. `bytes` may be anything.
    func archived(_ bytes: [UInt8]) -> [UInt8]

    /// The system's own answer that a message was accepted.
    func acceptance(of message: DecodedMessage, at time: Timestamp) -> NativeAnswer

    /// The system's own answer that a message was refused. `bytes` may be anything, also not of this format at all.
    func refusal(_ error: AdapterError, of bytes: [UInt8], at time: Timestamp) -> NativeAnswer

    /// The system's own answer while its receiver refuses.
    /// - Parameters:
    ///   - reason: why, as the operator stated it.
    ///   - reopening: when intake is expected to open again, if known.
    func closed(reason: String, reopening: Timestamp?, of bytes: [UInt8], at time: Timestamp) -> NativeAnswer
}

extension NativeCodec {
    /// Formats whose messages carry no credentials are kept as they are.
    public func archived(_ bytes: [UInt8]) -> [UInt8] { bytes }
}

/// A native message that was understood.
public struct DecodedMessage: Sendable, Hashable {
    /// The message form: `IDC`, `VAD1AC`, `301`, `edXML`, `910`.
    public var form: String
    /// The system's own correlation id; also what answers refer to.
    public var correlation: String
    /// The number the answer gives, where the system's answers give one (So_TN_CT of the gateway). Made from the
    /// correlation, so that a re-sent message gets the same answer.
    public var acceptance: String?
    /// Who sent it, by the system's own code, where messages say so; the answer is addressed to it.
    public var sender: String?
    /// Whom it was addressed to, by the system's own code, where messages say so; the answer comes from it.
    public var receiver: String?
    public var events: [EventDraft]

    public init(
        form: String, correlation: String, acceptance: String? = nil, sender: String? = nil, receiver: String? = nil,
        events: [EventDraft]
    ) {
        self.form = form
        self.correlation = correlation
        self.acceptance = acceptance
        self.sender = sender
        self.receiver = receiver
        self.events = events
    }
}

/// What is sent back to the system.
public struct NativeAnswer: Sendable, Hashable {
    /// HTTP status the answer travels with: 200, 400, 413, 422 or 503.
    public var status: Int
    public var contentType: String
    public var body: [UInt8]

    public init(status: Int, contentType: String, body: [UInt8]) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }
}
