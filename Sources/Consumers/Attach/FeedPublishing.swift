import Bus

/// Publishes copies until every one is confirmed, or says why not. What is sent a second time is marked, because the broker
/// may have kept the first.
struct FeedPublishing: Sendable {
    let publisher: any MessagePublisher
    let ticker: Ticker
    /// How long one call may go on; the publisher's own deadline for one attempt comes on top.
    var limit = Duration.seconds(60)

    /// - Throws: `returned` messages at once, because the queue is gone; `deadlinePassed`; `cancelled`.
    func publish(_ messages: [OutboundMessage]) async throws(RestructureError) {
        let end = ticker.elapsed() + limit
        var left = messages
        var pause = Duration.milliseconds(100)
        while !left.isEmpty {
            left = try open(left, await publisher.publish(left))
            guard !left.isEmpty else { return }
            if Task.isCancelled { throw RestructureError(.cancelled, "stopped while feeding") }
            guard ticker.elapsed() < end else {
                throw RestructureError(
                    .deadlinePassed, "\(left.count) messages are without the broker's confirm; the next run goes on",
                    isRetryable: true)
            }
            // The broker does not say when it would take them; cancelling wakes it, and the deadline above ends the tries.
            do { try await ticker.sleep(pause) } catch {
                throw RestructureError(.cancelled, "stopped while feeding")
            }
            pause = min(pause * 2, .seconds(5))
        }
    }

    /// What has to be sent again.
    private func open(
        _ messages: [OutboundMessage], _ outcomes: [PublishOutcome]
    ) throws(RestructureError) -> [OutboundMessage] {
        var open: [OutboundMessage] = []
        for (message, outcome) in zip(messages, outcomes) {
            switch outcome {
            case .confirmed: continue
            case .returned(let code, let text):
                throw RestructureError(
                    .bus, "the consumer's queue is gone (\(code) \(text)); attach it again", place: message.routingKey)
            case .rejected, .indeterminate:
                var again = message
                again.headers[FeedMessage.repeatHeader] = .bool(true)
                open.append(again)
            }
        }
        return open
    }
}
