import Bus
import JSON

/// Makes the consumer's copy of a message of the journal or of the feed: the same events, bytes and headers.
struct FeedMessage: Sendable {
    /// On a copy that the queue may have had before: the feeder was ended, or lost its connection, between sending the
    /// first one and knowing that it had arrived. A copy without it is the only one the feeder has made.
    static let repeatHeader = "lt-may-repeat"
    /// What the broker adds to a delivery and would be untrue of the copy.
    private static let brokersOwn: Set<String> = ["x-stream-offset", "x-delivery-count", "x-acquired-count"]

    let target: ReplayTarget
    /// The consumer's queues: a key whose partition this installation does not have leads to none.
    let queues: Set<String>

    /// - Parameter start: which events to take; a message of which all are taken keeps its body.
    /// - Returns: nil when there is nothing of it for the consumer.
    func message(_ delivery: Delivery, from start: FeedStart = .first, mayRepeat: Bool) -> OutboundMessage? {
        guard let queue = target.queue(for: delivery.routingKey), queues.contains(queue) else { return nil }
        var headers = delivery.headers.filter { !Self.brokersOwn.contains($0.key) }
        guard let body = body(of: delivery, from: start, &headers) else { return nil }
        headers[ReplayBatch.routingKeyHeader] = .string(delivery.routingKey)
        if mayRepeat { headers[Self.repeatHeader] = .bool(true) }
        return OutboundMessage(
            exchange: "", routingKey: queue, contentType: delivery.contentType ?? BatchCodec.contentType,
            messageID: delivery.messageID, headers: headers, body: body)
    }

    private func body(
        of delivery: Delivery, from start: FeedStart, _ headers: inout [String: HeaderValue]
    ) -> [UInt8]? {
        guard case .time = start else { return delivery.body }
        let results = BatchCodec.decode(delivery.body, contentType: delivery.contentType)
        let taken = results.indices.filter { index in
            // What cannot be read cannot be judged: the consumer gets it, as it would have got it live.
            guard case .success(let event) = results[index] else { return true }
            return start.takes(event.event)
        }
        if taken.count == results.count { return delivery.body }
        guard !taken.isEmpty else { return nil }
        Self.keep(taken, of: &headers)
        return BatchCodec.encode(
            taken.map { index in
                switch results[index] {
                case .success(let event): event.bytes
                case .failure(let failure): failure.bytes
                }
            })
    }

    /// The codes in force stand in the header by the place of their event in the body.
    private static func keep(_ places: [Int], of headers: inout [String: HeaderValue]) {
        guard case .string(let text)? = headers[InForceHeader.name] else { return }
        guard let codes = (try? JSON.parse(Array(text.utf8)))?.array, places.allSatisfy(codes.indices.contains) else {
            headers[InForceHeader.name] = nil
            return
        }
        headers[InForceHeader.name] = .string(JSONValue.array(places.map { codes[$0] }).text)
    }
}
