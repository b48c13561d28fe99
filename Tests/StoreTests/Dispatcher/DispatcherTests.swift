import Bus
import Store
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2)))
struct DispatcherTests {
    @Test func everythingGoesOutInOrderOfItsRoutingKeyAndIsMarked() async throws {
        let bench = DispatcherBench()
        let drafts = (0..<600).map { DispatcherBench.draft("e\($0)", key: "k\($0 % 7)") }
        try await bench.append(drafts)
        await bench.runUntilEmpty()
        expectOrder(bench, drafts)
        #expect(Set(bench.outbox.marked) == Set(1...600))
        #expect(bench.publisher.messages.allSatisfy { $0.exchange == "lt.events" })
        #expect(bench.publisher.messages.count < 600, "what waits goes out together")
    }

    @Test func messagesKeepTheLimitsOfABatch() async throws {
        let bench = DispatcherBench()
        try await bench.append((0..<300).map { DispatcherBench.draft("e\($0)", key: "one", size: 10) })
        try await bench.append((0..<100).map { DispatcherBench.draft("f\($0)", key: "one", size: 2000) })
        try await bench.append([DispatcherBench.draft("big", key: "one", size: 200_000)])
        await bench.runUntilEmpty()
        for message in bench.publisher.messages {
            let count = ScriptedPublisher.ids(message).count
            #expect(count <= Limits.batchEvents)
            #expect(message.body.count <= Limits.batchBytes || count == 1)
        }
    }

    @Test func heldRowsGoToTheHeldExchangeInTheirPlace() async throws {
        let bench = DispatcherBench()
        try await bench.append([DispatcherBench.draft("a", key: "k")])
        try await bench.append([DispatcherBench.draft("b", key: "k")], route: .held)
        await bench.runUntilEmpty()
        #expect(bench.publisher.stored.map(\.exchange) == ["lt.events", "lt.held"])
        #expect(bench.publisher.stored.map(\.id) == ["a", "b"])
    }

    /// A failure of each kind, at each message of a routing key.
    @Test(arguments: 0..<12)
    func aFailureHoldsBackItsRoutingKeyAndNothingIsLost(place: Int) async throws {
        for kind in 0..<4 {
            let publisher = ScriptedPublisher { call, _, _ in
                guard call == place + 1 else { return (.confirmed, kept: true) }
                switch kind {
                case 0: return (.returned(code: 312, text: "NO_ROUTE"), kept: false)
                case 1: return (.rejected, kept: false)
                case 2: return (ScriptedPublisher.lost, kept: false)
                default: return (ScriptedPublisher.lost, kept: true)
                }
            }
            let bench = DispatcherBench(publisher, readMaximum: 150)
            let drafts = (0..<450).map { DispatcherBench.draft("e\($0)", key: "k\($0 % 3)") }
            try await bench.append(drafts)
            await bench.runUntilEmpty()
            expectOrder(bench, drafts)
            #expect(!bench.publisher.overlapped)
        }
    }

    @Test(arguments: 0..<40)
    func anyMixtureOfOutcomesKeepsOrderAndLosesNothing(seed: Int) async throws {
        let generator = Mutex(SeededGenerator(seed: UInt64(seed)))
        let publisher = ScriptedPublisher { _, _, _ in
            let dice = generator.withLock { UInt64.random(in: 0..<10, using: &$0) }
            for _ in 0..<(dice % 4) { await Task.yield() }
            return switch dice {
            case 0: (.returned(code: 312, text: "NO_ROUTE"), kept: false)
            case 1: (.rejected, kept: false)
            case 2: (ScriptedPublisher.lost, kept: false)
            case 3: (ScriptedPublisher.lost, kept: true)
            default: (.confirmed, kept: true)
            }
        }
        let outbox = WatchedOutbox(marking: { [publisher] positions in
            // Ids are made from positions below, so a mark can be checked against the confirms of that moment.
            for position in positions where !publisher.confirmed.contains("e\(position)") {
                Issue.record("row \(position) marked without a confirm")
            }
        })
        let bench = DispatcherBench(outbox: outbox, publisher, readMaximum: 64)
        let drafts = (1...400).map { DispatcherBench.draft("e\($0)", key: "k\($0 % 5)") }
        try await bench.append(Array(drafts[..<150]))
        outbox.fail("markSent", times: seed % 3)
        outbox.fail("unsent", times: seed % 4)
        async let running: Void = bench.run { await bench.outbox.inner.allSent(of: 400) }
        for draft in drafts[150...] { try await bench.append([draft]) }
        await running
        expectOrder(bench, drafts)
        #expect(!bench.publisher.overlapped)
    }

    @Test func anUnroutableKeyIsVisibleAndBlocksNoOther() async throws {
        let blocked = Partitioning.standard.routingKey(
            for: EventType(system: "vnaccs", entity: "declaration", event: "registered"), key: "k0")
        let isBound = Atomic(false)
        let publisher = ScriptedPublisher { _, message, _ in
            message.routingKey != blocked || isBound.load(ordering: .relaxed)
                ? (.confirmed, kept: true) : (.returned(code: 312, text: "NO_ROUTE"), kept: false)
        }
        let bench = DispatcherBench(publisher, readMaximum: 16)
        // More rows of the blocked key than one read holds stand before everything else.
        let stuck = (0..<200).map { DispatcherBench.draft("s\($0)", key: "k0") }
        let free = (0..<200).map { DispatcherBench.draft("f\($0)", key: "other\($0 % 9)") }
            .filter { Partitioning.standard.routingKey(for: $0.type, key: $0.partitionKey) != blocked }
        try await bench.append(stuck + free)
        await bench.run {
            let unsent = await bench.unsent()
            return unsent.allSatisfy { $0.event.routingKey == blocked } && bench.dispatcher.status.blocked.count == 1
        }
        let status = bench.dispatcher.status
        #expect(status.blocked.first?.routingKey == blocked)
        #expect(status.blocked.first?.cause == .unroutable)
        #expect(status.blocked.first?.position == 1)
        #expect(status.lastError?.contains("no queue is bound") == true)
        #expect(await bench.unsent().count == 200)

        isBound.store(true, ordering: .relaxed)
        let second = DispatcherBench(outbox: bench.outbox, publisher, readMaximum: 16)
        await second.runUntilEmpty()
        #expect(publisher.stored.filter { $0.routingKey == blocked }.map(\.id) == stuck.map(\.id))
    }

    @Test func rowsMadeUnsentAgainGoOutAgain() async throws {
        let bench = DispatcherBench()
        try await bench.append((0..<5).map { DispatcherBench.draft("e\($0)", key: "k") })
        await bench.runUntilEmpty()
        let again = try await bench.outbox.resend(eventIDs: ["e1", "e3"])
        #expect(again == 2)
        await bench.runUntilEmpty()
        #expect(bench.publisher.messages.flatMap(ScriptedPublisher.ids).suffix(2) == ["e1", "e3"])
    }

    private func expectOrder(_ bench: DispatcherBench, _ drafts: [EventDraft]) {
        let expected = Dictionary(grouping: drafts) {
            Partitioning.standard.routingKey(for: $0.type, key: $0.partitionKey)
        }.mapValues { $0.map(\.id) }
        let stored = Dictionary(grouping: bench.publisher.stored, by: \.routingKey).mapValues { $0.map(\.id) }
        #expect(stored == expected)
    }
}

extension MemoryOutbox {
    /// Whether so many events are there and all of them are marked sent.
    func allSent(of count: Int64) async -> Bool {
        guard let highest = try? await highestPosition(), highest == count else { return false }
        return (try? await unsent(after: 0, limit: 1, heldBack: []))?.isEmpty == true
    }
}
