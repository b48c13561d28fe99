import Bus
import Foundation
import Testing
import TestSupport

/// Faults drawn at random on both sides at once, from a seed that a failure names.
///
/// `LIENTHONG_FAULT_SEEDS=n` runs n seeds, from `LIENTHONG_FAULT_SEED` (1) on.
@Suite struct ChaosTests {
    private static var seeds: ClosedRange<UInt64> {
        let environment = ProcessInfo.processInfo.environment
        let first = environment["LIENTHONG_FAULT_SEED"].flatMap(UInt64.init) ?? 1
        let count = environment["LIENTHONG_FAULT_SEEDS"].flatMap(UInt64.init) ?? 4
        return first...(first + max(count, 1) - 1)
    }

    @Test func anyMixtureOfFaults() async throws {
        for seed in Self.seeds {
            var random = SeededGenerator(seed: seed)
            let bus = try await TestBus.shared()
            try await bus.declare("q")
            let slicing = seed % 2 == 0 ? 1...400 : nil
            let proxies = try (0..<2).map { _ in
                try AMQPProxy(to: bus.broker.port, slicing: slicing, seed: random.next())
            }
            defer { for proxy in proxies { proxy.stop() } }
            var run = FaultRun(bus, "q", FaultLedger(keys: 5, perKey: 60))
            run.depth = 3
            for _ in 0..<12 { proxies[0].arm(Self.publisherFault(&random)) }
            for _ in 0..<12 { proxies[1].arm(Self.consumerFault(&random)) }
            let publisher = try AMQPPublisher(
                bus.configuration(through: proxies[0]) {
                    $0.publishDeadline = .milliseconds(800)
                    $0.publishWindow = 20
                })
            let source = try AMQPSource(
                queues: ["q"],
                bus.configuration(through: proxies[1]) {
                    $0.prefetch = 25
                    $0.requestTimeout = .seconds(1)
                })
            let writing = run
            let publishing = Task { try await writing.publish(with: publisher) }
            // A lost ack stays lost until its connection ends, and so many may be lost that the broker gives no more.
            let unsticking = Task {
                var before = -1
                while !Task.isCancelled {
                    try await Task.sleep(for: .seconds(1))
                    if writing.ledger.arrivedCount == before { proxies[1].cut() }
                    before = writing.ledger.arrivedCount
                }
            }
            do {
                try await run.consume(with: source)
                _ = try await publishing.value
            } catch {
                Issue.record("seed \(seed): \(error)")
            }
            unsticking.cancel()
            publishing.cancel()
            await publisher.close()
            await source.stop()
            try run.verify("seed \(seed)")
        }
    }

    private static func act(_ random: inout SeededGenerator) -> AMQPProxyRule.Act {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: .cutBefore
        case 1: .cutAfter
        case 2: .cutInside(Int.random(in: 1..<21, using: &random))
        default: .delay(.milliseconds(Int.random(in: 1..<40, using: &random)))
        }
    }

    private static func publisherFault(_ random: inout SeededGenerator) -> AMQPProxyRule {
        let nth = Int.random(in: 1..<60, using: &random)
        return switch Int.random(in: 0..<5, using: &random) {
        case 0: AMQPProxyRule(.drop, .toClient, .basicAck, nth: nth % 6 + 1)
        case 1: AMQPProxyRule(.duplicate, .toClient, .basicAck, nth: nth % 6 + 1)
        case 2: AMQPProxyRule(act(&random), .toClient, .basicAck, nth: nth % 10 + 1)
        case 3: AMQPProxyRule(act(&random), .toBroker, .header, nth: nth)
        default: AMQPProxyRule(act(&random), .toBroker, .basicPublish, nth: nth)
        }
    }

    private static func consumerFault(_ random: inout SeededGenerator) -> AMQPProxyRule {
        let nth = Int.random(in: 1..<60, using: &random)
        return switch Int.random(in: 0..<5, using: &random) {
        case 0: AMQPProxyRule(.drop, .toBroker, .basicAck, nth: nth % 6 + 1)
        case 1: AMQPProxyRule(.duplicate, .toClient, .basicDeliver, nth: nth)
        case 2: AMQPProxyRule(act(&random), .toBroker, .basicAck, nth: nth % 10 + 1)
        case 3: AMQPProxyRule(act(&random), .toClient, .body, nth: nth)
        default: AMQPProxyRule(act(&random), .toClient, .basicDeliver, nth: nth)
        }
    }
}
