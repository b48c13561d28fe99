public import Bus

/// The native messages that a store has kept, as they came, for auditors and for repair.
public protocol NativeArchive: Sendable {
    /// The native message that an accepted event was made of; nil when the event is not known or came without one.
    func native(ofEvent id: String) async throws(StoreError) -> NativeRecord?
    /// Refused messages in order of their first coming, with how often each came.
    /// - Parameter limit: at most this many.
    func refusals(system: String?, limit: Int) async throws(StoreError) -> [RefusalRecord]
}

/// A native message as it was accepted.
public struct NativeRecord: Sendable, Hashable {
    public var system: String
    public var form: String
    public var correlation: String
    public var received: Timestamp
    public var bytes: [UInt8]

    public init(system: String, form: String, correlation: String, received: Timestamp, bytes: [UInt8]) {
        self.system = system
        self.form = form
        self.correlation = correlation
        self.received = received
        self.bytes = bytes
    }
}

/// A refused native message in quarantine.
public struct RefusalRecord: Sendable {
    /// As it came first.
    public var message: RefusedMessage
    /// How often the same bytes came from the same system; 1 for once.
    public var times: Int

    public init(message: RefusedMessage, times: Int) {
        self.message = message
        self.times = times
    }
}
