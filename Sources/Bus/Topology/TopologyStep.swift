/// What became of one part of a topology when it was applied.
public struct TopologyStep: Sendable, Hashable, CustomStringConvertible {
    public enum Outcome: Sendable, Hashable {
        case declared
        case alreadyThere
        /// Declared; whether it was there before cannot be seen over AMQP 0-9-1 (bindings).
        case ensured
        /// Left alone: it exists with other properties.
        case differs(String)
        /// A binding whose exchange or queue is not there.
        case impossible(String)
    }

    public var entity: TopologyEntity
    public var outcome: Outcome

    public init(_ entity: TopologyEntity, _ outcome: Outcome) {
        self.entity = entity
        self.outcome = outcome
    }

    /// Whether the broker is as the topology says.
    public var isFine: Bool {
        switch outcome {
        case .declared, .alreadyThere, .ensured: true
        case .differs, .impossible: false
        }
    }

    public var description: String {
        switch outcome {
        case .declared: "\(entity): declared"
        case .alreadyThere: "\(entity): already there"
        case .ensured: "\(entity): ensured"
        case .differs(let text), .impossible(let text): "\(entity): \(text)"
        }
    }
}
