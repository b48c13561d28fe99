/// Routes an exchange's messages into a queue.
public struct BindingDeclaration: Sendable, Hashable {
    public var exchange: String
    public var queue: String
    /// For topic exchanges a pattern: `*` is one word, `#` any number of them.
    public var routingKey: String

    public init(exchange: String, queue: String, routingKey: String) {
        self.exchange = exchange
        self.queue = queue
        self.routingKey = routingKey
    }
}
