/// The consumer that a replay is for. Nobody else gets the events again.
public enum ReplayTarget: Sendable, Hashable {
    /// The pool: `lt.declarations.pNN`, by the partition in the event's routing key.
    case declarations
    /// An attached consumer: `lt.consumer.<name>`, with `.pNN` behind it when it has a queue for each partition.
    case consumer(String, isPartitioned: Bool = false)

    /// The kind of attached consumers in the control store; their key is the name, and `partitioned` is a member.
    public static let recordKind = "consumer"

    /// `declarations`, or the name of an attached consumer. Planning finds out whether that one is partitioned.
    public init(_ name: String) { self = name == "declarations" ? .declarations : .consumer(name) }

    public var name: String {
        switch self {
        case .declarations: "declarations"
        case .consumer(let name, _): name
        }
    }

    var isPartitioned: Bool {
        switch self {
        case .declarations: true
        case .consumer(_, let isPartitioned): isPartitioned
        }
    }

    /// The queue for a message; nil when the routing key names no partition and one is needed.
    func queue(for routingKey: String) -> String? {
        switch self {
        case .consumer(let name, isPartitioned: false): return "lt.consumer.\(name)"
        case .consumer(let name, isPartitioned: true):
            return Self.partition(of: routingKey).map { "lt.consumer.\(name).\($0)" }
        case .declarations:
            return Self.partition(of: routingKey).map { "lt.declarations.\($0)" }
        }
    }

    private static func partition(of routingKey: String) -> Substring? {
        guard let partition = routingKey.split(separator: ".").last, partition.utf8.count == 3,
            partition.first == "p", partition.dropFirst().allSatisfy(\.isNumber)
        else { return nil }
        return partition
    }
}
