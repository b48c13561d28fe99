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
        for delivery in deliveries {
            guard let ordinal = book.enter(delivery.tag, events: delivery.contents.count) else {
                pull.empty.append(delivery.tag)
                continue
            }
            let isFull =
                batch.count + delivery.contents.count > settings.batchEvents
                || bytes + delivery.bytes > settings.batchBytes
            if !batch.isEmpty && (isFull || delivery.isSuspect) {
                pull.batches.append(batch)
                batch = []
                bytes = 0
            }
            for content in delivery.contents {
                let item = InboundItem(content, ordinal: ordinal, codes: codes, isSuspect: delivery.isSuspect)
                if delivery.isSuspect { pull.batches.append([item]) } else { batch.append(item) }
            }
            if !delivery.isSuspect { bytes += delivery.bytes }
        }
        if !batch.isEmpty { pull.batches.append(batch) }
        return pull
    }
}
