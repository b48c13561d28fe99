/// With which routing keys a user may publish to a topic exchange (`write`) and bind queues to it (`read`).
///
/// It narrows what `BrokerRights` give for the exchange; a user without an entry may use every key.
public struct TopicRights: Sendable, Hashable {
    public var exchange: String
    public var write: NamePattern
    public var read: NamePattern

    public init(exchange: String, write: NamePattern = .nothing, read: NamePattern = .nothing) {
        self.exchange = exchange
        self.write = write
        self.read = read
    }
}
