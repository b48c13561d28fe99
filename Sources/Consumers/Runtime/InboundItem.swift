import Store

/// One event of a delivery, or bytes that are none. Small, because items are copied from batch to batch.
struct InboundItem: Sendable {
    enum Content: Sendable {
        case event(DeliveredEvent)
        case undecodable(UndecodableBytes)
    }

    let content: Content
    /// Whether the consumer listens to it; what cannot be read is everybody's.
    let isWanted: Bool
    /// Which delivery it came in.
    let delivery: DeliveryBook.Ordinal
    /// How often applying it failed as transient.
    var failures = 0
    /// The delivery has come back so often that it may have killed whoever applied it.
    var isSuspect: Bool

    init(
        _ content: DecodedDelivery.Content, ordinal: DeliveryBook.Ordinal, codes: any CodesInForce, isSuspect: Bool
    ) {
        switch content {
        case .event(let event, let isWanted):
            self.content = .event(DeliveredEvent(event, codes: codes))
            self.isWanted = isWanted
        case .undecodable(let bytes):
            self.content = .undecodable(bytes)
            isWanted = true
        }
        delivery = ordinal
        self.isSuspect = isSuspect
    }

    /// The event's id, or `undecodable:<sha-256>`.
    var id: String {
        switch content {
        case .event(let event): event.content.event.draft.id
        case .undecodable(let undecodable): undecodable.id
        }
    }

    /// Partition key; the item's own id when it cannot be read, so that it stands alone.
    var key: String {
        switch content {
        case .event(let event): event.content.event.draft.partitionKey
        case .undecodable(let undecodable): undecodable.id
        }
    }

    var inboxEntry: InboxEntry { InboxEntry(id: id, key: key) }

    var routingKey: String {
        switch content {
        case .event(let event): event.content.encoded.routingKey
        case .undecodable(let undecodable): undecodable.routingKey
        }
    }

    var bytes: [UInt8] {
        switch content {
        case .event(let event): event.content.encoded.bytes
        case .undecodable(let undecodable): undecodable.bytes
        }
    }

    static func undecodableID(_ bytes: [UInt8]) -> String { UndecodableBytes.id(of: bytes) }

    /// Whether an id was made of the bytes because they had none. An event's own id cannot pass for one.
    static func isUndecodable(_ id: String, _ bytes: [UInt8]) -> Bool {
        id.hasPrefix(UndecodableBytes.prefix) && id == undecodableID(bytes)
    }
}
