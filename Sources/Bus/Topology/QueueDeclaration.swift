/// A durable queue or stream. There is no declaration for classic queues: they do not keep what they confirmed on every
/// version of the broker.
public struct QueueDeclaration: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        case quorum(QuorumOptions)
        case stream(StreamOptions)
    }

    /// 1 to 255 bytes.
    public var name: String
    public var kind: Kind

    public init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }

    /// The `x-` arguments of `queue.declare`.
    public var arguments: [String: HeaderValue] {
        switch kind {
        case .quorum(let options): options.arguments
        case .stream(let options): options.arguments
        }
    }
}
