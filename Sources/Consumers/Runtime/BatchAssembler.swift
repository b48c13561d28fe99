import Bus

/// Cuts a pull into batches of bounded size. A delivery is never divided; a suspect delivery's
/// events are batches of one.
struct BatchAssembler {
    private let settings: ConsumerSettings
    private let codes: any CodesInForce

    init(settings: ConsumerSettings, codes: any CodesInForce) {
        self.settings = settings
        self.codes = codes
    }

    struct Pull {
        var batches: [[InboundItem]] = []
        /// Deliveries without a single event in them.
        var empty: [DeliveryTag] = []
    }

    func assemble(_ deliveries: [DecodedDelivery], into book: inout DeliveryBook) -> Pull {
        var pull = Pull()
        var batch: [InboundItem] = []
        var bytes = 0
        for decoded in deliveries {
            let delivery = decoded.delivery
            let ordinal = book.enter(delivery.tag)
            let isSuspect = delivery.deliveryCount >= settings.suspectDeliveries
            let items = decoded.events.map {
                InboundItem($0, of: delivery, ordinal: ordinal, codes: codes, isSuspect: isSuspect)
            }
            if let tag = book.expect(items.count, in: ordinal) { pull.empty.append(tag) }
            let isFull =
                batch.count + items.count > settings.batchEvents
                || bytes + delivery.body.count > settings.batchBytes
            if !batch.isEmpty && (isFull || isSuspect) {
                pull.batches.append(batch)
                batch = []
                bytes = 0
            }
            if isSuspect {
                pull.batches += items.map { [$0] }
            } else {
                batch += items
                bytes += delivery.body.count
            }
        }
        if !batch.isEmpty { pull.batches.append(batch) }
        return pull
    }
}

extension Delivery {
    /// How often the broker has given this message out before, as far as it says so; quorum queues count it.
    var deliveryCount: Int64 {
        guard case .integer(let count)? = headers["x-delivery-count"] else { return 0 }
        return count
    }
}
