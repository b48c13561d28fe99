/// Publishes messages with confirms.
public protocol MessagePublisher: Sendable {
    /// Publishes the messages in the given order and suspends until each one's fate is known or its deadline passed.
    ///
    /// Messages of one call keep their order on the wire. Calls that run at the same time are not ordered among each
    /// other. While the broker blocks publishers, or no connection is up, the call waits up to the publish deadline
    /// (30 s by default) and then answers `indeterminate` for what was sent and has no answer, or for what was never sent.
    /// When the connection is lost, a call of which something is unknown ends there: nothing of it is sent behind a message
    /// that may have to be repeated. Cancelling the task leaves what was sent unknown: those are `indeterminate`.
    /// - Returns: one outcome for each message, in the same order.
    func publish(_ messages: [OutboundMessage]) async -> [PublishOutcome]
}
