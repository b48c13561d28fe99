import Bus
import Events
import Testing

struct FedTopologyTests {
    @Test(arguments: [
        ("#", "epayment.payment.p03", true), ("*.*.*", "epayment.payment.p03", true),
        ("epayment.#", "epayment.payment.p03", true), ("epayment.payment.*", "epayment.payment.p03", true),
        ("*.payment.p03", "treasury.payment.p03", true), ("epayment.#", "edoc.document.p00", false),
        ("epayment.guarantee.*", "epayment.payment.p00", false), ("*.*.p01", "epayment.payment.p02", false),
        ("#", "marker", false), ("#", "a.b.c.d", false), ("#", "", false),
    ])
    func aPatternMatchesWhatTheBrokerWouldRoute(_ pattern: String, _ key: String, _ matches: Bool) throws {
        #expect(try #require(RoutingPattern(pattern)).matches(key) == matches)
    }

    @Test(arguments: [false, true])
    func nothingIsBoundToTheConsumersOwnQueues(_ isPartitioned: Bool) throws {
        let patterns = ["epayment.#", "edoc.#"].compactMap { RoutingPattern($0) }
        let consumer = try #require(AttachedConsumer(name: "late", patterns: patterns, isPartitioned: isPartitioned))
        let fed = FedTopology(consumer, .standard)
        #expect(fed.queues.bindings.isEmpty)
        #expect(fed.queues.queues.map(\.name) == consumer.queues(in: .standard) + ["lt.feed.late"])
        #expect(fed.bindings.queues.isEmpty)
        #expect(fed.bindings.bindings.allSatisfy { $0.queue == "lt.feed.late" && $0.exchange == "lt.events" })
        #expect(fed.bindings.bindings.map(\.routingKey) == ["epayment.*.*", "edoc.*.*"])
        // The consumer's own queues are as without history.
        #expect(fed.queues.queues.dropLast() == LienThongTopology.attached(consumer, .standard).queues[...])
    }
}
