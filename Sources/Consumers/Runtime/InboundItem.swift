import Bus
import Crypto

/// One event of a delivery, or bytes that are none.
struct InboundItem: Sendable {
    enum Content: Sendable {
        case event(DeliveredEvent)
        case undecodable(reason: String, bytes: [UInt8])
    }

    var content: Content
    /// The event's id, or `undecodable:<sha-256>`.
    var id: String
    /// Partition key; the item's own id when it cannot be read, so that it stands alone.
    var key: String
    var routingKey: String
    /// Which delivery it came in.
    var delivery: DeliveryBook.Ordinal
    /// How often applying it failed as transient.
    var failures = 0
    /// The delivery has come back so often that it may have killed whoever applied it.
    var isSuspect: Bool

    var bytes: [UInt8] {
        switch content {
        case .event(let event): event.encoded.bytes
        case .undecodable(_, let bytes): bytes
        }
    }

    init(
        _ result: Result<DecodedEvent, DecodeFailure>, of delivery: Delivery, ordinal: DeliveryBook.Ordinal,
        codes: any CodesInForce, isSuspect: Bool
    ) {
        routingKey = delivery.routingKey
        self.delivery = ordinal
        self.isSuspect = isSuspect
        switch result {
        case .success(let decoded):
            content = .event(DeliveredEvent(decoded, routingKey: delivery.routingKey, codes: codes))
            id = decoded.event.id
            key = decoded.event.partitionKey
        case .failure(let failure):
            content = .undecodable(reason: failure.error.reason, bytes: failure.bytes)
            let own = Self.undecodableID(failure.bytes)
            id = own
            key = own
        }
    }

    private static let undecodablePrefix = "undecodable:"

    static func undecodableID(_ bytes: [UInt8]) -> String {
        let hexadecimal = Array("0123456789abcdef")
        var id = undecodablePrefix
        for byte in SHA256.hash(data: bytes) {
            id.append(hexadecimal[Int(byte >> 4)])
            id.append(hexadecimal[Int(byte & 15)])
        }
        return id
    }

    /// Whether an id was made of the bytes because they had none. An event's own id cannot pass for one.
    static func isUndecodable(_ id: String, _ bytes: [UInt8]) -> Bool {
        id.hasPrefix(undecodablePrefix) && id == undecodableID(bytes)
    }
}
