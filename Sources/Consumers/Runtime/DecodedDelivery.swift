import Bus

/// A delivery with its events. Decoding them and preparing them for their consumer needs nothing of the worker, so it is
/// done on the puller's side while the worker commits the pull before.
struct DecodedDelivery: Sendable {
    enum Content: Sendable {
        /// - Parameter isWanted: whether the consumer listens to its type.
        case event(DeliveredEvent.Content, isWanted: Bool)
        case undecodable(UndecodableBytes)
    }

    let tag: DeliveryTag
    let queue: String
    /// It has come back so often that it may have killed whoever applied it.
    let isSuspect: Bool
    /// Size of the message.
    let bytes: Int
    let contents: [Content]

    /// - Parameter suspectDeliveries: how often the broker must have given a message out for it to be suspect. Its events are
    ///   not prepared, because what kills the process there would not be counted as an attempt.
    init(_ delivery: Delivery, for consumer: any Consumer, suspectDeliveries: Int64) {
        let isSuspect = delivery.deliveryCount >= suspectDeliveries
        self.isSuspect = isSuspect
        tag = delivery.tag
        queue = delivery.queue
        bytes = delivery.body.count
        let entities = consumer.entities
        contents = BatchCodec.decode(delivery.body, contentType: delivery.contentType).map { result in
            switch result {
            case .success(let decoded):
                .event(
                    DeliveredEvent.Content(
                        decoded, routingKey: delivery.routingKey,
                        prepared: isSuspect ? nil : consumer.prepare(decoded.event)),
                    isWanted: entities.contains { $0.matches(decoded.event.type) })
            case .failure(let failure): .undecodable(UndecodableBytes(failure, routingKey: delivery.routingKey))
            }
        }
    }
}

extension Delivery {
    /// How often the broker has given this message out before, as far as it says so; quorum queues count it.
    fileprivate var deliveryCount: Int64 {
        guard case .integer(let count)? = headers["x-delivery-count"] else { return 0 }
        return count
    }
}
