import Bus
import Events
import TestSupport
import Testing

/// The users of `topology export` on a real broker: each can do its work, and nothing else.
@Suite(.serialized) struct RightsTests {
    private let pool = (0..<8).map { "lt.declarations.p0\($0)" }
    private let held = ["edoc", "epayment", "treasury", "vnaccs"].map { "lt.held.\($0)" }
    private let banks = (0..<8).map { "lt.consumer.bank-1.p0\($0)" }
    private let feeds = ["lt.feed.statistics", "lt.feed.bank-1"]
    private let others = ["lt.poison", "lt.journal", "lt.control", "lt.restructure"]
    /// Not ours, and not quite ours.
    private let foreign = [
        "other", "xlt.poison", "lt.poison2", "lt.declarations.p0", "lt.declarations.p001", "lt.declarationsxp00",
        "lt.held.vnaccs.x", "lt.consumer.", "lt.consumer.a.b", "lt.feed.", "lt.feed.a.b",
    ]
    private let someone = "lt.consumer.someone-else"

    /// All acts that a user may do to all objects, by the broker's own judgement.
    @Test func exactlyTheseActsAreAllowed() async throws {
        let prepared = try await PreparedBroker.shared()
        let exchanges = ["lt.events", "lt.held"]
        let consumers = ["lt.consumer.statistics", someone] + banks
        let queues = pool + held + others + consumers + feeds
        #expect(Set(prepared.definitions.topology.queues.map(\.name)).isSubset(of: queues))

        func lines(_ user: String, _ kind: String, _ names: [String], _ rights: String...) -> [String] {
            names.flatMap { name in rights.map { "\(user) \(kind) \(name) \($0)" } }
        }
        func gateway(_ user: String) -> [String] { lines(user, "exchange", exchanges, "write") }
        func worker(_ user: String) -> [String] {
            lines(user, "exchange", ["lt.events"], "write") + lines(user, "queue", pool + ["lt.poison"], "read")
        }
        func control(_ user: String) -> [String] {
            lines(user, "exchange", ["lt.events"], "write", "read") + lines(user, "exchange", ["amq.default"], "write")
                + lines(user, "queue", held + ["lt.control", "lt.journal"], "read")
                + lines(user, "queue", consumers + feeds, "configure", "write", "read")
        }
        func replay(_ user: String) -> [String] {
            lines(user, "exchange", ["amq.default"], "write") + lines(user, "queue", ["lt.journal"], "read")
        }
        var expected = lines("lt-deployer", "exchange", exchanges, "configure", "read")
        expected += lines("lt-deployer", "exchange", ["amq.default"], "write")
        expected += lines("lt-deployer", "queue", queues, "configure", "write", "read")
        expected += gateway("lt-gateway") + worker("lt-worker") + control("lt-control") + replay("lt-replay")
        expected += gateway("lt-up") + worker("lt-up") + control("lt-up") + replay("lt-up")
        expected += lines("lt-consumer-statistics", "queue", ["lt.consumer.statistics"], "read")
        expected += lines("lt-consumer-bank-1", "queue", banks, "read")

        let allowed = try await prepared.broker.allowed(
            prepared.definitions.matrix.users.map(\.name),
            exchanges: exchanges + ["amq.default", "amq.topic", "lt.events2", "xlt.events", "ltxevents"],
            queues: queues + foreign, in: PreparedBroker.virtualHost)
        #expect(Set(allowed).subtracting(expected) == [])
        #expect(Set(expected).subtracting(allowed) == [])
    }

    @Test func everyPatternIsAnchored() {
        let consumer = RoutingPattern("#").flatMap { AttachedConsumer(name: "a", patterns: [$0]) }
        let users = LienThongRights.matrix(consumers: consumer.map { [$0] } ?? []).users
        let patterns = users.flatMap { user in
            [user.rights.configure, user.rights.write, user.rights.read] + user.topics.flatMap { [$0.write, $0.read] }
        }
        #expect(patterns.count > 30)
        for pattern in patterns.map(\.description) { #expect(pattern.hasPrefix("^") && pattern.hasSuffix("$"), "\(pattern)") }
        #expect(Set(users.map(\.name)).count == users.count)
        #expect(NamePattern("a.b", "c").or(.nothing).description == #"^(a\.b|c)$"#)
        #expect(NamePattern.nothing.description == "^$")
    }

    @Test func whatWasImportedIsWhatTheTopologySays() async throws {
        let prepared = try await PreparedBroker.shared()
        let client = try AMQPTopologyClient(prepared.configuration("lt-deployer"))
        #expect(try await client.check(prepared.definitions.topology) == [])
        #expect(try await client.apply(prepared.definitions.topology).allSatisfy(\.isFine))
        await client.close()
        let deployer = RoleAtWork("lt-deployer", on: prepared)
        #expect(try await deployer.publish("lt.events", "vnaccs.declaration.p00") == 403)
        #expect(try await deployer.declare(QueueDeclaration(name: "other", kind: .quorum(QuorumOptions()))) == 403)
    }

    @Test func eachRoleDoesItsWorkAndNoOther() async throws {
        let prepared = try await PreparedBroker.shared()
        let gateway = RoleAtWork("lt-gateway", on: prepared)
        #expect(try await gateway.publish("lt.events", "vnaccs.declaration.p00") == nil)
        #expect(try await gateway.publish("lt.held", "vnaccs.declaration.p00") == nil)
        #expect(try await gateway.publish("lt.events", "pipeline.declaration.p00") == 403)
        #expect(try await gateway.publish("lt.events", "vnaccs.declaration.p00.x") == 403)
        #expect(try await gateway.publish("", "lt.declarations.p00") == 403)
        #expect(try await gateway.consume("lt.declarations.p00") == 403)
        #expect(try await gateway.declare(QueueDeclaration(name: "lt.consumer.x", kind: .quorum(QuorumOptions()))) == 403)

        let worker = RoleAtWork("lt-worker", on: prepared)
        #expect(try await worker.consume("lt.declarations.p00") == nil)
        #expect(try await worker.publish("lt.events", "pipeline.declaration.p00") == nil)
        #expect(try await worker.publish("lt.events", "vnaccs.declaration.p00") == 403)
        #expect(try await worker.publish("lt.held", "vnaccs.declaration.p00") == 403)
        #expect(try await worker.consume("lt.held.vnaccs") == 403)
        #expect(try await worker.bind("lt.events", "lt.declarations.p00", "#") == 403)
        #expect(try await worker.delete("lt.declarations.p00") == 403)

        let control = RoleAtWork("lt-control", on: prepared)
        #expect(try await control.consume("lt.held.vnaccs") == nil)
        #expect(try await control.publish("lt.events", "vnaccs.declaration.p00") == nil)
        #expect(try await control.publish("", "lt.control") == nil)
        #expect(try await control.consume("lt.control", stream: true) == nil)
        let everything = try #require(RoutingPattern("epayment.#"))
        let attached = try #require(AttachedConsumer(name: "new", patterns: [everything]))
        let topology = LienThongTopology.attached(attached, .standard)
        #expect(try await control.ask { client throws(BusError) in
            guard try await client.apply(topology).allSatisfy(\.isFine) else { throw BusError(.notFound, "not attached") }
        } == nil)
        #expect(try await control.consume("lt.declarations.p00") == 403)
        #expect(try await control.publish("lt.held", "vnaccs.declaration.p00") == 403)
        #expect(try await control.delete("lt.held.vnaccs") == 403)
        #expect(try await control.bind("lt.events", "lt.declarations.p00", "#") == 403)

        let replay = RoleAtWork("lt-replay", on: prepared)
        #expect(try await replay.consume("lt.journal", stream: true) == nil)
        #expect(try await replay.publish("", "lt.consumer.statistics") == nil)
        #expect(try await replay.publish("lt.events", "vnaccs.declaration.p00") == 403)
        #expect(try await replay.consume("lt.declarations.p00") == 403)
        #expect(try await replay.consume("lt.consumer.statistics") == 403)
    }

    @Test func anAttachedConsumerReadsItsOwnAndNothingElse() async throws {
        let prepared = try await PreparedBroker.shared()
        #expect(try await RoleAtWork("lt-gateway", on: prepared).publish("lt.events", "edoc.document.p03") == nil)
        let statistics = RoleAtWork("lt-consumer-statistics", on: prepared)
        let bank = RoleAtWork("lt-consumer-bank-1", on: prepared)
        #expect(try await statistics.consume("lt.consumer.statistics") == nil)
        #expect(try await bank.consume("lt.consumer.bank-1.p03") == nil)
        for queue in ["lt.consumer.bank-1.p03", "lt.declarations.p03", "lt.journal", "lt.poison"] {
            #expect(try await statistics.consume(queue) == 403)
        }
        #expect(try await bank.consume("lt.consumer.statistics") == 403)
        for exchange in ["lt.events", "lt.held", ""] {
            #expect(try await statistics.publish(exchange, "edoc.document.p03") == 403)
        }
        #expect(try await statistics.bind("lt.events", "lt.consumer.statistics", "#") == 403)
        #expect(try await statistics.delete("lt.consumer.statistics") == 403)
    }
}
