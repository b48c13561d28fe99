/// A user of the broker with its rights on one virtual host. Credentials are no part of it.
public struct BrokerUser: Sendable, Hashable {
    public var name: String
    /// What it is for, for people.
    public var purpose: String
    public var rights: BrokerRights
    /// One entry for each topic exchange at most.
    public var topics: [TopicRights]

    public init(name: String, purpose: String, rights: BrokerRights, topics: [TopicRights] = []) {
        self.name = name
        self.purpose = purpose
        self.rights = rights
        self.topics = topics
    }

    /// A user who may do what each of the others may.
    public init(name: String, purpose: String, unionOf users: [BrokerUser]) {
        self.init(
            name: name, purpose: purpose, rights: users.map(\.rights).reduce(BrokerRights()) { $0.or($1) })
        for topic in users.flatMap(\.topics) {
            guard let index = topics.firstIndex(where: { $0.exchange == topic.exchange }) else {
                topics.append(topic)
                continue
            }
            topics[index].write = topics[index].write.or(topic.write)
            topics[index].read = topics[index].read.or(topic.read)
        }
    }
}
