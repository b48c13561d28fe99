import Bus

/// The consumers' part of a memory store.
struct MemoryLedgerState: Sendable {
    struct EventOfConsumer: Hashable {
        var consumer: String
        var eventID: String
    }

    struct Waiting: Sendable {
        var reference: String
        var event: EncodedEvent
    }

    struct Discarded: Sendable {
        var event: ParkedEvent
        var reason: String
        var at: Timestamp
    }

    /// By consumer.
    var inboxes: [String: Set<InboxEntry>] = [:]
    var declarations: [String: DeclarationRecord] = [:]
    /// By declaration, then by event id.
    var history: [String: [String: AppliedEvent]] = [:]
    var references: [String: String] = [:]
    /// By consumer, then by key.
    var values: [String: [String: [UInt8]]] = [:]
    /// In order of arrival.
    var waiting: [Waiting] = []
    /// In order of arrival.
    var parked: [ParkedEvent] = []
    var discarded: [EventOfConsumer: Discarded] = [:]
    /// Attempts at events that may kill the process.
    var attempts: [EventOfConsumer: Int] = [:]
    /// The highest epoch claimed for each partition.
    var epochs: [String: Int64] = [:]
}
