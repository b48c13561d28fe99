/// Everything that must exist on the broker, as a value. The order of its parts is the order of declaration and of reports.
public struct Topology: Sendable, Hashable {
    public var exchanges: [ExchangeDeclaration]
    public var queues: [QueueDeclaration]
    public var bindings: [BindingDeclaration]

    public init(
        exchanges: [ExchangeDeclaration] = [], queues: [QueueDeclaration] = [], bindings: [BindingDeclaration] = []
    ) {
        self.exchanges = exchanges
        self.queues = queues
        self.bindings = bindings
    }

    /// Its parts by name, in the order of declaration.
    public var entities: [TopologyEntity] {
        exchanges.map { .exchange($0.name) } + queues.map { .queue($0.name) } + bindings.map(TopologyEntity.init)
    }

    /// Both, without declaring anything twice; the parts of `other` come after those already there.
    public func adding(_ other: Topology) -> Topology {
        func joined<Element: Hashable>(_ a: [Element], _ b: [Element]) -> [Element] {
            var seen = Set<Element>()
            return (a + b).filter { seen.insert($0).inserted }
        }
        return Topology(
            exchanges: joined(exchanges, other.exchanges), queues: joined(queues, other.queues),
            bindings: joined(bindings, other.bindings))
    }
}
