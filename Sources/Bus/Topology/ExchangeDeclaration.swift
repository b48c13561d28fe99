/// A durable exchange.
public struct ExchangeDeclaration: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case topic, direct, fanout, headers
    }

    /// 1 to 255 bytes; names that begin with `amq.` belong to the broker.
    public var name: String
    public var kind: Kind

    public init(name: String, kind: Kind = .topic) {
        self.name = name
        self.kind = kind
    }
}
