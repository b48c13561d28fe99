public import Bus

/// The names of everything this project has on the broker.
public enum BrokerNames {
    /// Topic exchange that all events go to.
    public static let events = "lt.events"
    /// Stream of all events, for replay.
    public static let journal = "lt.journal"
    /// Events of catalogs, treasury accounts and certificates.
    public static let restructure = "lt.restructure"
    /// Topic exchange for events that a holding receiver has accepted.
    public static let held = "lt.held"
    /// What was delivered too often.
    public static let poison = "lt.poison"
    /// Stream of the control log; published to through the default exchange.
    public static let control = "lt.control"
    /// The broker's own exchange, which routes by queue name.
    public static let defaultExchange = ""

    /// The pool's queue of one partition: `lt.declarations.p03`.
    public static func declarations(_ partition: Int) -> String {
        "lt.declarations.\(Partitioning.name(partition))"
    }

    /// The queue of what one system's receivers hold: `lt.held.epayment`.
    public static func held(_ system: SystemName) -> String { "\(held).\(system.rawValue)" }

    /// An attached consumer's queue, `lt.consumer.statistics`; with a partition `lt.consumer.statistics.p03`.
    public static func consumer(_ name: String, partition: Int? = nil) -> String {
        "lt.consumer.\(name)" + (partition.map { ".\(Partitioning.name($0))" } ?? "")
    }

    /// All queues of the pool, in the order of their partitions.
    public static func declarations(in partitioning: Partitioning) -> [String] {
        (0..<partitioning.count).map { declarations($0) }
    }
}
