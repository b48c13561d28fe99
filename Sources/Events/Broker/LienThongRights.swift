public import Bus

/// The least rights with which each part of the pipeline does its work.
///
/// Nobody but the deployer may declare, delete or bind what events travel through; the one exception is control, which
/// attaches consumers. Publishing to the broker's nameless exchange means publishing to any queue, so only control (the log,
/// a stream without an exchange of its own) and replay (whose target is one queue) may.
public enum LienThongRights {
    /// - Parameter consumers: the attached ones; each gets a user that can read its own queues and do nothing else.
    public static func matrix(consumers: [AttachedConsumer] = []) -> PermissionMatrix {
        let (gateway, worker, control, replay) = (gateway, worker, control, replay)
        let together = BrokerUser(
            name: BrokerRole.allInOne, purpose: "lienthong up: gateway, worker, control and replay in one process",
            unionOf: [gateway, worker, control, replay])
        return PermissionMatrix(
            users: [deployer, gateway, worker, control, replay, together] + consumers.map(attached))
    }

    private static let partition = #"p[0-9]{2}"#
    /// A word of a routing key, and of a consumer's name.
    private static let word = "[a-z0-9-]+"
    /// The broker asks about its nameless exchange by this name.
    private static let nameless = NamePattern("amq.default")
    private static let declarations = NamePattern(expression: #"lt\.declarations\."# + partition)
    private static let attachedQueues = NamePattern(expression: #"lt\.consumer\."# + word + #"(\."# + partition + ")?")
    /// Where live events wait for a consumer that is given history first.
    private static let feeds = NamePattern(expression: #"lt\.feed\."# + word)
    private static let held = NamePattern(expression: #"lt\.held\."# + system)
    private static let system = "(" + SystemName.allCases.map { NamePattern.escaped($0.rawValue) }.joined(separator: "|") + ")"
    /// Routing keys of what the four systems say.
    private static let systemKeys = NamePattern(expression: system + #"\."# + word + #"\."# + partition)
    /// Routing keys of what the pipeline finds out itself.
    private static let ownKeys = NamePattern(expression: #"pipeline\."# + word + #"\."# + partition)
    /// Patterns of bindings, not keys: with `*` and `#`.
    private static let anyBinding = NamePattern(expression: "[a-z0-9.*#-]+")
    private static let exchanges = NamePattern(BrokerNames.events, BrokerNames.held)
    private static let queues = NamePattern(
        BrokerNames.journal, BrokerNames.control, BrokerNames.poison, BrokerNames.restructure
    ).or(declarations).or(held).or(attachedQueues).or(feeds)

    /// Binding needs writing to the queue and reading from the exchange; declaring with dead-lettering needs reading the
    /// queue and writing to where the dead letters go.
    private static var deployer: BrokerUser {
        user(
            .deployer, "prepares the broker: topology check and apply",
            BrokerRights(configure: exchanges.or(queues), write: queues.or(nameless), read: exchanges.or(queues)),
            topics: [BrokerNames.events, BrokerNames.held].map { TopicRights(exchange: $0, read: anyBinding) })
    }

    private static var gateway: BrokerUser {
        user(
            .gateway, "publishes what the systems hand over", BrokerRights(write: exchanges),
            topics: [BrokerNames.events, BrokerNames.held].map { TopicRights(exchange: $0, write: systemKeys) })
    }

    private static var worker: BrokerUser {
        user(
            .worker, "applies events, empties lt.poison, publishes outcomes",
            BrokerRights(write: NamePattern(BrokerNames.events), read: declarations.or(NamePattern(BrokerNames.poison))),
            topics: [TopicRights(exchange: BrokerNames.events, write: ownKeys)])
    }

    private static var control: BrokerUser {
        user(
            .control, "releases held events, keeps the control log, attaches consumers and feeds them history",
            BrokerRights(
                configure: attachedQueues.or(feeds),
                write: NamePattern(BrokerNames.events).or(attachedQueues).or(feeds).or(nameless),
                read: NamePattern(BrokerNames.events, BrokerNames.control, BrokerNames.journal)
                    .or(held).or(attachedQueues).or(feeds)),
            topics: [TopicRights(exchange: BrokerNames.events, write: systemKeys, read: anyBinding)])
    }

    private static var replay: BrokerUser {
        user(
            .replay, "sends events of the journal again to one consumer",
            BrokerRights(write: nameless, read: NamePattern(BrokerNames.journal)))
    }

    private static func attached(_ consumer: AttachedConsumer) -> BrokerUser {
        let queue = NamePattern.escaped(BrokerNames.consumer(consumer.name))
        let read = consumer.isPartitioned ? queue + #"\."# + partition : queue
        return BrokerUser(
            name: BrokerRole.consumer(consumer.name), purpose: "reads its own queue and nothing else",
            rights: BrokerRights(read: NamePattern(expression: read)))
    }

    private static func user(
        _ role: BrokerRole, _ purpose: String, _ rights: BrokerRights, topics: [TopicRights] = []
    ) -> BrokerUser {
        BrokerUser(name: role.user, purpose: purpose, rights: rights, topics: topics)
    }
}
