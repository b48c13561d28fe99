import Bus
import Events
import JSON
import Testing

/// Nothing is declared that RabbitMQ 3.10, 3.13 or 4.x refuses or reads in another way.
@Suite struct DeclaredOnEveryVersion {
    private func definitions() throws -> BrokerDefinitions {
        let everything = try #require(RoutingPattern("#"))
        let consumers = [
            try #require(AttachedConsumer(name: "a", patterns: [everything])),
            try #require(AttachedConsumer(name: "b", patterns: [everything], isPartitioned: true)),
        ]
        return BrokerDefinitions(
            virtualHost: "v", topology: LienThongTopology.topology(partitions: .standard, consumers: consumers),
            matrix: LienThongRights.matrix(consumers: consumers))
    }

    /// Arguments with one name and one meaning from 3.10 to 4.x, with the type that each version checks for. What is not
    /// here is not declared: `x-queue-mode`, `x-queue-version` and `x-ha-policy` are refused or ignored by 4.x,
    /// `x-queue-master-locator` has been renamed, priorities and in-memory limits differ by version.
    @Test func queues() throws {
        let queues = try definitions().topology.queues
        #expect(queues.count > 20)
        for queue in queues {
            let arguments = queue.arguments
            switch arguments["x-queue-type"] {
            case .string("quorum"):
                for (name, value) in arguments {
                    switch (name, value) {
                    case ("x-queue-type", .string("quorum")), ("x-overflow", .string("reject-publish")),
                        ("x-dead-letter-strategy", .string("at-least-once")), ("x-dead-letter-exchange", .string),
                        ("x-dead-letter-routing-key", .string), ("x-single-active-consumer", .bool(true)): break
                    case ("x-delivery-limit", .integer(let limit)): #expect(limit >= 1)
                    default: Issue.record("\(queue.name): \(name) \(value)")
                    }
                }
                // 4.x would take 20 where nothing is said, 3.x no limit at all.
                #expect(arguments["x-delivery-limit"] != nil, "\(queue.name)")
                // At-least-once needs a queue that refuses, or it is at-most-once without a word.
                #expect(arguments["x-overflow"] == .string("reject-publish"), "\(queue.name)")
            case .string("stream"):
                #expect(arguments.count == 1, "\(queue.name)")
            default:
                Issue.record("\(queue.name) has no type that keeps what it confirms")
            }
            #expect(!queue.name.hasPrefix("amq."))
        }
    }

    /// Durable, shared and lasting: 4.3 refuses transient queues that are not exclusive.
    @Test func definitionsDocument() throws {
        let document = try definitions().complete
        for queue in document["queues"]?.array ?? [] {
            #expect(queue["durable"] == true && queue["auto_delete"] == false && queue["exclusive"] == nil)
        }
        for exchange in document["exchanges"]?.array ?? [] {
            #expect(exchange["durable"] == true && exchange["auto_delete"] == false && exchange["internal"] == false)
            #expect(["topic", "direct", "fanout", "headers"].contains(exchange["type"]?.string))
            #expect(exchange["arguments"] == [:])
        }
        let known: Set = [
            "rabbit_version", "rabbitmq_version", "users", "permissions", "topic_permissions", "vhosts", "exchanges", "queues",
            "bindings",
        ]
        #expect(Set(document.object?.members.map(\.key) ?? []) == known)
        // A later import must not touch users.
        let later = Set(try definitions().objects.object?.members.map(\.key) ?? [])
        #expect(later == known.subtracting(["users", "permissions", "topic_permissions"]))
    }
}
