import Bus
import Crypto

/// What tells whether two copies of a message came from one publish: routing key and body. The journal's copy and the feed's
/// copy of a publish have both the same; so has a publish that was repeated without an answer, and dropping that is right too.
struct MessageIdentity: Sendable, Hashable {
    private let high: UInt64
    private let low: UInt64

    init(_ delivery: Delivery) {
        var hasher = SHA256()
        hasher.update(data: Array(delivery.routingKey.utf8))
        hasher.update(data: [0])
        hasher.update(data: delivery.body)
        (high, low) = hasher.finalize().withUnsafeBytes { bytes in
            (bytes.loadUnaligned(as: UInt64.self), bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        }
    }
}
