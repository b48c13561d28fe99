import Bus
import Store
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(2)))
struct ReleasingTests {
    @Test func liveRowsOfAReleasingSystemWaitUntilItIsOpen() async throws {
        let bench = DispatcherBench()
        bench.gate.move("vnaccs", to: .releasing)
        try await bench.append([DispatcherBench.draft("held", key: "k")], route: .held)
        try await bench.append([DispatcherBench.draft("new", key: "k")])
        try await bench.append([DispatcherBench.draft("other", key: "k", system: "treasury")])
        await bench.run { bench.publisher.confirmed.isSuperset(of: ["held", "other"]) && bench.outbox.marked.count == 2 }
        #expect(await bench.unsent().map(\.event.id) == ["new"])

        let dispatcher = bench.dispatcher
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await dispatcher.run() }
            bench.gate.move("vnaccs", to: .open)
            while await !bench.unsent().isEmpty {
                await dispatcher.progress.wait(after: dispatcher.progress.count, atMost: .milliseconds(20))
            }
            group.cancelAll()
        }
        #expect(bench.publisher.stored.filter { $0.routingKey.hasPrefix("vnaccs") }.map(\.id) == ["held", "new"])
    }

    /// After an outage that began before the pause, the outbox holds rows of three times; only the last ones wait.
    @Test func liveRowsFromBeforeThePauseGoOutBeforeTheHeldOnes() async throws {
        let bench = DispatcherBench()
        try await bench.append((0..<3).map { DispatcherBench.draft("old\($0)", key: "k") })
        try await bench.append((0..<3).map { DispatcherBench.draft("held\($0)", key: "k") }, route: .held)
        try await bench.append((0..<3).map { DispatcherBench.draft("new\($0)", key: "k") })
        bench.gate.move("vnaccs", to: .releasing)
        await bench.run { bench.outbox.marked.count == 6 }
        #expect(bench.publisher.stored.map(\.id) == ["old0", "old1", "old2", "held0", "held1", "held2"])
        #expect(await bench.unsent().map(\.event.id) == ["new0", "new1", "new2"])
    }

    @Test func aDrainSeesWhatIsLeftUpToItsBarrier() async throws {
        let outbox = WatchedOutbox()
        let bench = DispatcherBench(outbox: outbox)
        try await bench.append((0..<700).map { DispatcherBench.draft("t\($0)", key: "k", system: "treasury") })
        try await bench.append([DispatcherBench.draft("live", key: "k")])
        try await bench.append([DispatcherBench.draft("held", key: "k")], route: .held)
        try await bench.append([DispatcherBench.draft("later", key: "k")])

        var live = OutboxDrain(outbox: outbox, system: "vnaccs", route: .live, through: 702)
        var held = OutboxDrain(outbox: outbox, system: "vnaccs", route: .held, through: 702)
        #expect(try await live.isComplete() == false)
        try await outbox.markSent([701])
        #expect(try await live.isComplete(), "what lies behind the barrier does not count")
        #expect(try await held.isComplete() == false)
        try await outbox.markSent([702])
        #expect(try await held.isComplete())
    }

    @Test func aGracefulStopWaitsForTheAnswersAndMarksThem() async throws {
        let arrived = DispatchSignal()
        let answer = DispatchSignal()
        let publisher = ScriptedPublisher { _, _, _ in
            arrived.wake()
            await answer.wait(after: 0, atMost: .seconds(30))
            return (.confirmed, kept: true)
        }
        let bench = DispatcherBench(publisher)
        try await bench.append((0..<3).map { DispatcherBench.draft("e\($0)", key: "k") })
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await bench.dispatcher.run() }
            await arrived.wait(after: 0, atMost: .seconds(30))
            bench.dispatcher.stop()
            answer.wake()
            await group.waitForAll()
        }
        #expect(await bench.unsent().isEmpty)
    }
}
