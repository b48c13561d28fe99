public import JSON

extension PermissionMatrix {
    /// For people and for comparing one installation with another; the broker takes `BrokerDefinitions`.
    public var json: JSONValue {
        .array(
            users.map { user in
                [
                    "user": .string(user.name), "purpose": .string(user.purpose),
                    "configure": .string(user.rights.configure.description),
                    "write": .string(user.rights.write.description), "read": .string(user.rights.read.description),
                    "topics": .array(
                        user.topics.map { topic in
                            [
                                "exchange": .string(topic.exchange), "write": .string(topic.write.description),
                                "read": .string(topic.read.description),
                            ]
                        }),
                ]
            })
    }
}
