/// What a user may do to which objects of a virtual host; nothing by default.
public struct BrokerRights: Sendable, Hashable {
    /// Declare and delete.
    public var configure: NamePattern
    /// Publish to exchanges, bind queues.
    public var write: NamePattern
    /// Consume queues, bind to exchanges.
    public var read: NamePattern

    public init(configure: NamePattern = .nothing, write: NamePattern = .nothing, read: NamePattern = .nothing) {
        self.configure = configure
        self.write = write
        self.read = read
    }

    /// What either of them allows.
    public func or(_ other: BrokerRights) -> BrokerRights {
        BrokerRights(
            configure: configure.or(other.configure), write: write.or(other.write), read: read.or(other.read))
    }
}
