import Bus
import Foundation
import Testing
import TestSupport

/// A broker whose machine loses its power: quorum queues confirm what has been written with fsync, and nothing else may
/// depend on luck.
@Suite(.serialized) struct PowerCutTests {
    /// `LIENTHONG_POWER_CUTS` for more cuts than two.
    @Test(
        "What was confirmed is there after each power cut, and the publisher goes on by itself",
        .enabled("needs root and loop devices") { await PowerDisk.isPossible() })
    func confirmedMessagesOutliveThePower() async throws {
        let cuts = ProcessInfo.processInfo.environment["LIENTHONG_POWER_CUTS"].flatMap { Int($0) } ?? 2
        try await PowerDisk.with(mebibytes: 1024) { disk in
            try await TestBus.withOwnBroker(in: disk.path) { bus in
                try await bus.declare("q")
                try await bus.broker.saveDeclarations()
                // A node of long standing: what a new one writes at its first start is not synced (docs/runbooks/broker.md, section 6).
                // The test is about confirmed messages.
                try await bus.broker.stop()
                try await disk.settle()
                try await bus.broker.restart()
                let ledger = GrowingLedger()
                let stop = SharedStop()
                let publisher = try AMQPPublisher(bus.configuration { $0.publishDeadline = .seconds(5) })
                let publishing = Task { await publish(publisher, bus, ledger, until: stop) }
                for cut in 0..<cuts {
                    let goal = ledger.confirmed + 500
                    try await eventually("messages are confirmed before cut \(cut)") { ledger.confirmed >= goal }
                    try disk.writeUnsafely("cut-\(cut)")
                    // First the processor, then the disk: an fsync that overlaps the cut may return as if all were well, and
                    // nobody may hear of it.
                    try bus.broker.suspend()
                    try await bus.broker.standsStill()
                    try disk.cut()
                    let before = ledger.confirmed
                    try await bus.broker.killWithoutItsFolder()
                    try await disk.replug()
                    // Or the cut was none, and the test would prove nothing.
                    #expect(!disk.hasKept("cut-\(cut)"))
                    let start = ContinuousClock.now
                    try await bus.broker.restart()
                    do {
                        try await eventually("the publisher goes on after cut \(cut)") { ledger.confirmed > before + 100 }
                    } catch {
                        // Or nobody would know why: a queue that is not there any more looks like one that has no leader yet.
                        Issue.record("\(ledger.confirmed - before) confirmed since; the last answer was \(ledger.lastRefusal ?? "none")")
                        throw error
                    }
                    print("power cut \(cut): \(before) confirmed before, publishing again \(ContinuousClock.now - start) after power is back")
                }
                stop.set()
                let total = try await withDeadline(.seconds(60), "the last batch") { await publishing.value }
                await publisher.close()
                try await drain(bus, ledger, total)
                #expect(ledger.violations() == [])
                #expect(ledger.confirmed == total)
                #expect(ledger.arrived == total)
            }
        }
    }

    /// Repeats what is not confirmed, and only that: a confirmed message that was lost would stay lost.
    private func publish(
        _ publisher: AMQPPublisher, _ bus: TestBus, _ ledger: GrowingLedger, until stop: SharedStop
    ) async -> Int {
        var number = 0
        while !stop.isSet {
            var open = bus.numbered(number..<number + 20, to: "q")
            while !open.isEmpty {
                let outcomes = await publisher.publish(open)
                ledger.note(zip(open, outcomes).map { ($0, $1) })
                open = zip(open, outcomes).filter { !$0.1.isConfirmed }.map(\.0)
            }
            number += 20
        }
        return number
    }

    /// Nothing was consumed until now, so that every confirmed message had to survive in the queue.
    private func drain(_ bus: TestBus, _ ledger: GrowingLedger, _ total: Int) async throws {
        let source = try bus.source("q")
        let consuming = Task {
            while let batch = try await source.next(maximum: 100) {
                ledger.arrive(batch.map { ($0.text, $0.redelivered) })
                source.acknowledge(batch.map(\.tag))
            }
        }
        // What does not come is named by the ledger.
        try? await eventually("everything has arrived") { ledger.arrived == total }
        await source.stop()
        try await consuming.value
    }
}
