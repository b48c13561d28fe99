import Bus

/// A delivery with its events. Decoding needs nothing of the worker, so it is done on the puller's side while the worker
/// commits the pull before.
struct DecodedDelivery: Sendable {
    let delivery: Delivery
    let events: [Result<DecodedEvent, DecodeFailure>]

    init(_ delivery: Delivery) {
        self.delivery = delivery
        events = BatchCodec.decode(delivery.body, contentType: delivery.contentType)
    }
}
