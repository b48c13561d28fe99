import Bus
import Events
import JSON
import Testing

@Suite struct BrokerTopology {
    private func topology(_ consumers: AttachedConsumer?...) throws -> Topology {
        LienThongTopology.topology(partitions: .standard, consumers: try consumers.map { try #require($0) })
    }

    private func quorum(_ name: String, in topology: Topology) -> QuorumOptions? {
        guard case .quorum(let options)? = topology.queues.first(where: { $0.name == name })?.kind else { return nil }
        return options
    }

    /// The queues that a message reaches, by the broker's rule for topic exchanges.
    private func queues(of routingKey: String, from exchange: String, in topology: Topology) -> [String] {
        func matches(_ pattern: ArraySlice<Substring>, _ words: ArraySlice<Substring>) -> Bool {
            switch (pattern.first, words.first) {
            case (nil, nil): true
            case ("#"?, nil): matches(pattern.dropFirst(), words)
            case ("#"?, _?): matches(pattern.dropFirst(), words) || matches(pattern, words.dropFirst())
            case ("*"?, _?): matches(pattern.dropFirst(), words.dropFirst())
            case (let part?, let word?): part == word && matches(pattern.dropFirst(), words.dropFirst())
            default: false
            }
        }
        let words = routingKey.split(separator: ".")[...]
        let names = topology.bindings
            .filter { $0.exchange == exchange && matches($0.routingKey.split(separator: ".")[...], words) }.map(\.queue)
        return Set(names).sorted()
    }

    @Test func exchangesAndQueuesOfAnInstallation() throws {
        let topology = try topology()
        #expect(topology.exchanges == [ExchangeDeclaration(name: "lt.events"), ExchangeDeclaration(name: "lt.held")])
        #expect(
            topology.queues.map(\.name).sorted() == [
                "lt.control", "lt.declarations.p00", "lt.declarations.p01", "lt.declarations.p02", "lt.declarations.p03",
                "lt.declarations.p04", "lt.declarations.p05", "lt.declarations.p06", "lt.declarations.p07", "lt.held.edoc",
                "lt.held.epayment", "lt.held.treasury", "lt.held.vnaccs", "lt.journal", "lt.poison", "lt.restructure",
            ])
        for name in ["lt.journal", "lt.control"] {
            #expect(topology.queues.first { $0.name == name }?.arguments["x-queue-type"] == .string("stream"))
        }
        for name in BrokerNames.declarations(in: .standard) + ["lt.restructure"] {
            #expect(quorum(name, in: topology)?.singleActiveConsumer == true)
        }
    }

    /// Nothing that can lose an event: no classic queue, no TTL, nothing that deletes itself, no drop of old messages.
    @Test func nothingThatLosesEvents() throws {
        let topology = try topology(
            AttachedConsumer(name: "a", patterns: [try #require(RoutingPattern("#"))]),
            AttachedConsumer(name: "b", patterns: [try #require(RoutingPattern("edoc.#"))], isPartitioned: true))
        let allowed: Set<String> = [
            "x-queue-type", "x-delivery-limit", "x-overflow", "x-single-active-consumer", "x-dead-letter-exchange",
            "x-dead-letter-routing-key", "x-dead-letter-strategy",
        ]
        for queue in topology.queues {
            #expect(allowed.isSuperset(of: queue.arguments.keys), "\(queue.name)")
            guard let options = quorum(queue.name, in: topology) else { continue }
            #expect(queue.arguments["x-overflow"] == .string("reject-publish"))
            if queue.name == BrokerNames.poison {
                #expect(options.deliveryLimit > 1_000_000)
            } else {
                #expect(options.deadLetterExchange?.isEmpty == true)
                #expect(options.deadLetterRoutingKey == "lt.poison")
                #expect(queue.arguments["x-dead-letter-strategy"] == .string("at-least-once"))
            }
        }
        #expect(Set(topology.queues.map(\.name)).count == topology.queues.count)
        #expect(Set(topology.bindings).count == topology.bindings.count)
    }

    @Test func everyEventOfASystemReachesTheJournalAndItsPartition() throws {
        let topology = try topology()
        for payload in PayloadCatalog.all {
            for number in 0..<50 {
                let key = "\(10_000_000_000 + number)"
                let routingKey = Partitioning.standard.routingKey(for: payload.type, key: key)
                let pool = BrokerNames.declarations(Partitioning.standard.partition(of: key))
                let expected = payload.type.system == "pipeline" ? ["lt.journal"] : [pool, "lt.journal"]
                #expect(queues(of: routingKey, from: "lt.events", in: topology) == expected)
            }
        }
    }

    @Test func heldEventsReachTheirSystemsQueueOnly() throws {
        let topology = try topology()
        #expect(queues(of: "epayment.payment.p03", from: "lt.held", in: topology) == ["lt.held.epayment"])
        #expect(queues(of: "vnaccs.tax.p00", from: "lt.held", in: topology) == ["lt.held.vnaccs"])
        #expect(quorum("lt.held.edoc", in: topology)?.singleActiveConsumer == true)
    }

    @Test func catalogsAccountsAndCertificatesReachTheReceivers() throws {
        let topology = try topology()
        for entity in ["catalog", "account", "certificate"] {
            #expect(queues(of: "epayment.\(entity).p01", from: "lt.events", in: topology) == ["lt.journal", "lt.restructure"])
        }
    }

    @Test func anAttachedConsumerGetsWhatItListensTo() throws {
        let topology = try topology(
            AttachedConsumer(
                name: "bank-1", patterns: [try #require(RoutingPattern("epayment.payment.*")), try #require(RoutingPattern("edoc.#"))]))
        #expect(queues(of: "epayment.payment.p03", from: "lt.events", in: topology).contains("lt.consumer.bank-1"))
        #expect(queues(of: "edoc.document.p07", from: "lt.events", in: topology).contains("lt.consumer.bank-1"))
        #expect(!queues(of: "epayment.guarantee.p03", from: "lt.events", in: topology).contains("lt.consumer.bank-1"))
        #expect(quorum("lt.consumer.bank-1", in: topology)?.singleActiveConsumer == false)
    }

    @Test func aPartitionedConsumerHasOneQueueAPartition() throws {
        let everything = try #require(RoutingPattern("#"))
        let consumer = try #require(AttachedConsumer(name: "all", patterns: [everything], isPartitioned: true))
        let topology = try topology(consumer)
        for partition in 0..<8 {
            let name = "lt.consumer.all.p0\(partition)"
            #expect(queues(of: "pipeline.declaration.p0\(partition)", from: "lt.events", in: topology) == [name, "lt.journal"])
            #expect(quorum(name, in: topology)?.singleActiveConsumer == true)
        }
        #expect(consumer.queues(in: .standard).count == 8)
    }

    @Test(arguments: [
        ("epayment.payment.*", "epayment.payment.*"), ("edoc.#", "edoc.*.*"), ("#", "*.*.*"), ("*.*.*", "*.*.*"),
        ("*.declaration.p03", "*.declaration.p03"), ("a.b.#", "a.b.*"),
    ])
    func patterns(_ text: String, _ meaning: String) {
        #expect(RoutingPattern(text)?.description == meaning)
    }

    @Test(arguments: ["", "*", "a.b", "a.b.c.d", "a.b.c.#", "#.p01", "a.#.b", "A.b.c", "a..c", "a.b.c ", "a.đ.c", "**.b.c", "a.b*.c"])
    func patternsThatCouldNeverMatch(_ text: String) {
        #expect(RoutingPattern(text) == nil)
    }

    @Test func consumersThatCannotBe() throws {
        let all = try #require(RoutingPattern("#"))
        let one = try #require(RoutingPattern("*.*.p01"))
        for name in ["", "A", "a.b", "a b", String(repeating: "a", count: 65), "đ", "*"] {
            #expect(AttachedConsumer(name: name, patterns: [all]) == nil)
        }
        #expect(AttachedConsumer(name: "a", patterns: []) == nil)
        #expect(AttachedConsumer(name: "a", patterns: [all, one], isPartitioned: true) == nil)
        #expect(AttachedConsumer(name: "a", patterns: [all, one]) != nil)
    }
}
