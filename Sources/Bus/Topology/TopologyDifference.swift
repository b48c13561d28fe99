/// One way in which the broker is not as the topology says.
public struct TopologyDifference: Sendable, Hashable, CustomStringConvertible {
    public enum Kind: Sendable, Hashable {
        case missing
        /// Exists with other properties; the broker's own words, which name the property.
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
        case .differs(let text): "\(entity): \(text)"
        }
    }
}
