/// Names one part of a topology.
public enum TopologyEntity: Sendable, Hashable, CustomStringConvertible {
    case exchange(String)
    case queue(String)
    case binding(exchange: String, queue: String, routingKey: String)

    init(_ binding: BindingDeclaration) {
        self = .binding(exchange: binding.exchange, queue: binding.queue, routingKey: binding.routingKey)
    }

    public var description: String {
        switch self {
        case .exchange(let name): "exchange \(name)"
        case .queue(let name): "queue \(name)"
        case .binding(let exchange, let queue, let key): "binding \(exchange) -> \(queue) (\(key))"
        }
    }
}
