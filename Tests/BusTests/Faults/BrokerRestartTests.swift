import Bus
import Foundation
import Testing
import TestSupport

/// A broker that goes away and comes back under load; each test has a node of its own.
@Suite(.serialized) struct BrokerRestartTests {
    /// SIGKILL and an orderly end in turn, with publisher and consumer at work all the time.
    ///
    /// In order is what comes from a queue with a single active consumer. To any other the broker may deliver again, behind
    /// later messages, what the consumer of before the restart had in hand; there the order is not looked at.
    ///
    /// `LIENTHONG_RESTARTS=20` for the full count; one, by SIGKILL, as long as nobody asks for more.
    @Test(arguments: [true, false]) func restartsUnderLoad(singleActive: Bool) async throws {
        let restarts = ProcessInfo.processInfo.environment["LIENTHONG_RESTARTS"].flatMap { Int($0) } ?? 1
        try await TestBus.withOwnBroker { bus in
            try await bus.declare("q", options: QuorumOptions(singleActiveConsumer: singleActive))
            try await bus.broker.saveDeclarations()
            let stop = SharedStop()
            let ledger = GrowingLedger(ordered: singleActive)
            // Short, so that whatever the restart has made silent is found out within the test.
            let publisher = try AMQPPublisher(bus.configuration { $0.publishDeadline = .seconds(5) })
            let source = try bus.source("q") {
                $0.prefetch = 50
                $0.silenceCheck = .seconds(5)
            }
            let publishing = Task {
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
            let consuming = Task {
                while let batch = try await source.next(maximum: 50) {
                    ledger.arrive(batch.map { ($0.text, $0.redelivered) })
                    source.acknowledge(batch.map(\.tag))
                }
            }
            for restart in 0..<restarts {
                try await ledger.goesOn("work goes on before restart \(restart)", publisher)
                if restart % 2 == 0 { try await bus.broker.kill() } else { try await bus.broker.stop() }
                try await bus.broker.restart()
            }
            try await ledger.goesOn("work goes on after the last", publisher)
            stop.set()
            let total = try await withDeadline(.seconds(60), "the last batch") { await publishing.value }
            try await eventually("everything has arrived") { ledger.arrived == total }
            try await eventually("everything is acknowledged") { try await bus.isEmpty("q") }
            await publisher.close()
            await source.stop()
            try await consuming.value
            #expect(ledger.violations() == [])
            #expect(ledger.confirmed == total)
        }
    }

    /// A node that stands still while it consumes and publishes, and goes on: links are given up and made again.
    @Test func aNodeThatStandsStillForAWhile() async throws {
        try await TestBus.withOwnBroker { bus in
            try await bus.declare("q")
            try await bus.fill("q", 0..<40)
            let change: (inout BusConfiguration) -> Void = {
                $0.heartbeat = .seconds(2)
                $0.connectTimeout = .seconds(1)
                $0.prefetch = 10
            }
            let source = try bus.source("q", change: change)
            let publisher = try AMQPPublisher(bus.configuration(change))
            try await publisher.connect()
            let first = try await source.take(10)
            source.acknowledge(first.prefix(5).map(\.tag))
            try bus.broker.suspend()
            try await eventually("the link counts as lost") { !publisher.state.isConnected }
            try bus.broker.resume()
            #expect(await publisher.publish(bus.numbered(40..<50, to: "q")).confirmed == 10)
            var seen = Set(first.map(\.text))
            while seen.count < 50 {
                let batch = try await source.take(1)
                seen.formUnion(batch.map(\.text))
                source.acknowledge(batch.map(\.tag))
            }
            #expect(seen == Set((0..<50).map { "m\($0)" }))
            try await eventually("all are acknowledged") { try await bus.isEmpty("q") }
            await publisher.close()
            await source.stop()
        }
    }
}
