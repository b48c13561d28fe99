/// One way in which the broker is not as the topology says.
public struct TopologyDifference: Sendable, Hashable, CustomStringConvertible {
    public enum Kind: Sendable, Hashable {
        case missing
        /// There, and no part of the topology: it brings messages to a queue that it should not have.
        case unexpected
        /// Exists with other properties or under a policy that changes it; the words name the property.
        case differs(String)
    }

    public var entity: TopologyEntity
    public var kind: Kind

    public init(_ entity: TopologyEntity, _ kind: Kind) {
        self.entity = entity
        self.kind = kind
    }

    public var description: String {
        switch kind {
        case .missing: "\(entity): missing"
        case .unexpected: "\(entity): not part of the topology"
        case .differs(let text): "\(entity): \(text)"
        }
    }
}
