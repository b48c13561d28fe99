public import Bus

/// What a group of event types is about: the first two words of the routing key.
public struct EventEntity: Sendable, Hashable {
    /// `vnaccs`, `epayment`, `edoc`, `treasury`, `pipeline`, or `*` for any.
    public var system: String
    /// `declaration`, `payment`, ..., or `*` for any.
    public var entity: String

    public init(_ system: String, _ entity: String) {
        self.system = system
        self.entity = entity
    }

    public func matches(_ type: EventType) -> Bool {
        (system == "*" || system == type.system) && (entity == "*" || entity == type.entity)
    }

    /// Binding key on the topic exchange, for one partition or for all.
    public func bindingKey(partition: Int? = nil) -> String {
        "\(system).\(entity).\(partition.map(Partitioning.name) ?? "*")"
    }
}
