import Bus

/// The events of one journal message that a replay takes, as the message it publishes.
struct ReplayBatch: Sendable {
    static let idHeader = "lt-replay-id"
    /// The key under which the events went out first; on the default exchange the routing key is the queue.
    static let routingKeyHeader = "lt-routing-key"

    var events: [DecodedEvent] = []
    var undecodable = 0
    private let routingKey: String

    init(_ delivery: Delivery, _ filter: ReplayFilter) {
        routingKey = delivery.routingKey
        for result in BatchCodec.decode(delivery.body, contentType: delivery.contentType) {
            switch result {
            case .success(let event): if filter.takes(event.event) { events.append(event) }
            case .failure: undecodable += 1
            }
        }
    }

    /// nil when there is nothing to publish.
    func message(_ plan: ReplayPlan, _ header: InForceHeader) throws(RestructureError) -> OutboundMessage? {
        guard !events.isEmpty else { return nil }
        guard let queue = plan.target.queue(for: routingKey) else {
            throw RestructureError(.invalid, "routing key names no partition", place: routingKey)
        }
        var headers: [String: HeaderValue] = [
            Self.idHeader: .string(plan.id), Self.routingKeyHeader: .string(routingKey),
        ]
        if let text = header.text(for: events.map(\.event)) { headers[InForceHeader.name] = .string(text) }
        return OutboundMessage(
            exchange: "", routingKey: queue, contentType: BatchCodec.contentType, headers: headers,
            body: BatchCodec.encode(events.map(\.bytes)))
    }
}
