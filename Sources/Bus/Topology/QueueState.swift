/// What a passive declaration tells about a queue at this moment.
public struct QueueState: Sendable, Hashable {
    /// Messages ready for delivery; those delivered and not acknowledged are not among them.
    public var messages: Int
    public var consumers: Int

    public init(messages: Int, consumers: Int) {
        self.messages = messages
        self.consumers = consumers
    }
}
