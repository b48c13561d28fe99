import Bus

/// Publishes a run of messages until the broker has confirmed each one.
///
/// What was refused or got no answer is sent again, in its order and with the same bytes. The broker takes the messages
/// of a channel in order, so that what a lost connection leaves without answer is normally a tail. A message that the
/// broker had after all arrives twice; consumers drop the second by the events' ids.
struct ConfirmedPublishing: Sendable {
    let publisher: any MessagePublisher
    let ticker: Ticker
    /// How long one run may be repeated; the publisher's own deadline for one attempt comes on top.
    let limit: Duration

    /// - Returns: how many messages were sent more than once.
    /// - Throws: `returned` messages at once, because nothing is bound for them; otherwise when the limit has passed.
    func publish(_ messages: [OutboundMessage]) async throws(RestructureError) -> Int {
        let end = ticker.elapsed() + limit
        var left = messages
        var repeated = 0
        var backoff = Duration.milliseconds(100)
        while true {
            let outcomes = await publisher.publish(left)
            var open: [OutboundMessage] = []
            for (message, outcome) in zip(left, outcomes) {
                switch outcome {
                case .confirmed: continue
                case .returned(let code, let text):
                    throw RestructureError(
                        .bus, "no queue is bound for it (\(code) \(text)); check the topology, then run it again",
                        place: "\(message.exchange) \(message.routingKey)")
                case .rejected, .indeterminate: open.append(message)
                }
            }
            guard !open.isEmpty else { return repeated }
            if Task.isCancelled { throw RestructureError(.cancelled, "stopped while publishing") }
            guard ticker.elapsed() < end else {
                throw RestructureError(
                    .deadlinePassed, "\(open.count) messages are without the broker's confirm; the next run continues",
                    isRetryable: true)
            }
            // The broker does not say when it would take them; cancelling wakes it, and the deadline above ends the tries.
            do { try await ticker.sleep(backoff) } catch {
                throw RestructureError(.cancelled, "stopped while publishing")
            }
            backoff = min(backoff * 2, .seconds(5))
            repeated += open.count
            left = open
        }
    }
}
