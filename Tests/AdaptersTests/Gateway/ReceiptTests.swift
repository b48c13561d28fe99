import Adapters
import Bus
import Events
import Store
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(2)))
struct ReceiptTests {
    @Test func aReceiptWaitsForAppendsOfTheOlderGenerationAndKeepsTheNextOnesBack() async throws {
        let bench = GatewayBench()
        let progress = DispatchSignal()
        bench.outbox.close()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await Self.receipts(bench, progress).run() }
            group.addTask { _ = await bench.accept("old k hello") }
            await bench.outbox.waitForArrival(1)
            bench.gate.move("vnaccs", to: .holding)
            group.addTask { _ = await bench.accept("new k hello") }
            // A message of the other system passes: it has its own generations.
            group.addTask { _ = await bench.accept("other k hello", system: .treasury) }
            await bench.outbox.waitForArrival(2)
            #expect(bench.gate.receipts.isEmpty)
            bench.outbox.open()
            while await bench.outbox.rows.count < 3 { await bench.signal.wait(after: bench.signal.count, atMost: .milliseconds(20)) }
            let rows = await bench.outbox.rows.filter { $0.event.type.system == "vnaccs" }
            #expect(rows.map(\.event.id) == ["old", "new"])
            #expect(rows.map(\.route) == [.live, .held])
            #expect(bench.gate.receipts.isEmpty, "the live row from before the pause has not gone out yet")
            try? await bench.outbox.markSent(bench.outbox.rows.filter { $0.route == .live }.map(\.position))
            progress.wake()
            await bench.gate.waitForReceipt("vnaccs", generation: 1)
            #expect(bench.gate.receipts == [.init(receiver: "vnaccs", generation: 1, process: "gateway-1")])
            group.cancelAll()
        }
    }

    @Test func aReleasingReceiptWaitsForTheHeldRows() async throws {
        let bench = GatewayBench()
        let progress = DispatchSignal()
        bench.gate.move("vnaccs", to: .holding)
        _ = await bench.accept("held k hello")
        bench.gate.move("vnaccs", to: .releasing)
        _ = await bench.accept("new k hello")
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await Self.receipts(bench, progress).run() }
            try? await bench.outbox.markSent([1])
            progress.wake()
            await bench.gate.waitForReceipt("vnaccs", generation: 2)
            #expect(await bench.outbox.rows.map(\.event.id) == ["new"])
            group.cancelAll()
        }
    }

    /// Many senders while the gate moves: at each receipt of a pause no live append is under way, and none begins after.
    @Test(arguments: 0..<10)
    func receiptsAreTrueWhileManySend(round: Int) async throws {
        let violated = Atomic(false)
        let outboxBox = Mutex<GuardedOutbox?>(nil)
        let gate = MovableGate(onConfirm: { receipt in
            if receipt.generation % 2 == 1, (outboxBox.withLock { $0 })?.liveInside != 0 {
                violated.store(true, ordering: .relaxed)
            }
        })
        let bench = GatewayBench(gate: gate, systems: [.vnaccs])
        outboxBox.withLock { $0 = bench.outbox }
        let progress = DispatchSignal()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await Self.receipts(bench, progress).run() }
            group.addTask {
                // Stands for the dispatcher: everything goes out at once.
                while !Task.isCancelled {
                    try? await bench.outbox.markSent(bench.outbox.rows.map(\.position))
                    progress.wake()
                    await bench.signal.wait(after: bench.signal.count, atMost: .milliseconds(1))
                }
            }
            for sender in 0..<8 {
                group.addTask {
                    for number in 0..<40 { _ = await bench.accept("e\(round)-\(sender)-\(number) k\(sender) x") }
                }
            }
            for generation: Int64 in 1...6 {
                gate.move("vnaccs", to: generation % 2 == 1 ? .holding : .open)
                await gate.waitForReceipt("vnaccs", generation: generation)
            }
            group.cancelAll()
        }
        let isViolated = violated.load(ordering: .relaxed)
        #expect(!isViolated)
        #expect(gate.receipts.map(\.generation) == Array(1...6))
    }

    @Test func aGateThatNobodyTouchedNeedsNoReceiptAndAFailingStoreDelaysIt() async throws {
        let bench = GatewayBench()
        bench.outbox.isDown = true
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await Self.receipts(bench, DispatchSignal()).run() }
            bench.gate.move("treasury", to: .refusing)
            bench.outbox.isDown = false
            await bench.gate.waitForReceipt("treasury", generation: 1)
            group.cancelAll()
        }
        #expect(bench.gate.receipts.map(\.receiver) == ["treasury"])
    }

    private static func receipts(_ bench: GatewayBench, _ progress: DispatchSignal) -> GenerationReceipts {
        GenerationReceipts(
            intake: bench.intake, progress: progress, process: "gateway-1",
            backoff: RetryBackoff(base: .milliseconds(1), cap: .milliseconds(5)), logger: GatewayBench.quiet)
    }
}
