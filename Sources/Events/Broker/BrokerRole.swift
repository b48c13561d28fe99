/// A part of the pipeline with a user of its own on the broker.
public enum BrokerRole: String, Sendable, Hashable, CaseIterable {
    /// Prepares the broker: declares, compares, attaches. No process that handles events has its rights.
    case deployer
    /// Takes in native messages and publishes their events.
    case gateway
    /// Applies events and publishes their outcomes.
    case worker
    /// Carries out what operators order: releases, the control log, attaching consumers.
    case control
    /// Sends events of the journal again to one consumer.
    case replay

    /// The user's name: `lt-gateway`.
    public var user: String { "lt-\(rawValue)" }

    /// The user for `lienthong up`, which is gateway, worker, control and replay in one process.
    public static let allInOne = "lt-up"

    /// The user of an attached consumer: `lt-consumer-statistics`.
    public static func consumer(_ name: String) -> String { "lt-consumer-\(name)" }
}
