import Bus
import Foundation
import Testing
import TestSupport

/// Connections that come and go, whole and broken, leave nothing behind in the process.
@Suite(.serialized) struct LeakTests {
    /// More connections are made than other suites can have at a time, so that one kind of them that leaks is told from
    /// what runs beside this test.
    @Test func noThreadAndNoDescriptorStays() async throws {
        let bus = try await TestBus.shared()
        try await bus.declare("q")
        let proxy = try AMQPProxy(to: bus.broker.port)
        defer { proxy.stop() }
        let (threads, descriptors) = (OwnProcess.threads(named: "amqp-"), OwnProcess.descriptors().count)
        let rounds = 160
        for round in 0..<rounds {
            let configuration = bus.configuration(through: proxy)
            let publisher = try AMQPPublisher(configuration)
            let source = try AMQPSource(queues: ["q"], configuration)
            #expect(await publisher.publish(bus.numbered(round..<round + 1, to: "q")).confirmed == 1)
            let delivery = try await source.take(1)
            switch round % 4 {
            // Closed with manners, cut while open and closed, cut and left, left as they are.
            case 0:
                source.acknowledge(delivery.map(\.tag))
                await source.stop()
                await publisher.close()
            case 1:
                proxy.cut()
                await source.stop()
                await publisher.close()
            case 2: proxy.cut()
            default: break
            }
        }
        try await eventually("every connection's descriptors are closed") { OwnProcess.sockets(to: proxy.port) == 0 }
        #expect(proxy.accepted >= 2 * rounds)
        try await eventually("the proxy has no link") { proxy.links == 0 }
        // Each of the four kinds made a quarter: two threads and several descriptors each.
        try await eventually("threads end with their connections") { OwnProcess.threads(named: "amqp-") < threads + rounds / 4 }
        try await eventually("descriptors are closed") { OwnProcess.descriptors().count < descriptors + rounds / 4 }
    }

    /// Connections that never come about.
    @Test func attemptsThatFailLeaveNothing() async throws {
        let bus = try await TestBus.shared()
        let proxy = try AMQPProxy(to: bus.broker.port)
        defer { proxy.stop() }
        let (threads, descriptors) = (OwnProcess.threads(named: "amqp-"), OwnProcess.descriptors().count)
        for round in 0..<120 {
            var configuration = bus.configuration(through: proxy)
            switch round % 3 {
            case 0: configuration.password = Secret("wrong")
            case 1: configuration.virtualHost = "nowhere"
            default: proxy.arm(AMQPProxyRule(.cutAfter, .toClient, .connectionTune))
            }
            let client = try AMQPTopologyClient(configuration)
            await #expect(throws: BusError.self) { try await client.connect() }
            if round % 2 == 0 { await client.close() }
        }
        try await eventually("every connection's descriptors are closed") { OwnProcess.sockets(to: proxy.port) == 0 }
        try await eventually("threads end with their connections") { OwnProcess.threads(named: "amqp-") < threads + 40 }
        try await eventually("descriptors are closed") { OwnProcess.descriptors().count < descriptors + 40 }
    }

    /// Whoever waits when a link breaks or its owner closes gets an answer: none is left waiting for good.
    @Test func everyoneWhoWaitsIsAnswered() async throws {
        let bus = try await TestBus.shared()
        try await bus.declare("q", "empty")
        for ending in 0..<3 {
            let proxy = try AMQPProxy(to: bus.broker.port)
            defer { proxy.stop() }
            // The goodbye waits for an answer that a half-open link never gives.
            let configuration = bus.configuration(through: proxy) {
                $0.publishDeadline = .seconds(600)
                $0.requestTimeout = .seconds(1)
            }
            let publisher = try AMQPPublisher(configuration)
            let source = try AMQPSource(queues: ["empty"], configuration)
            proxy.arm(AMQPProxyRule(.drop, .toClient, .basicAck, repeats: true))
            let publishing = (0..<50).map { n in Task { await publisher.publish(bus.numbered(n..<n + 1, to: "q")) } }
            let waiting = (0..<50).map { _ in Task { try await source.next(maximum: 1) } }
            try await eventually("all are under way") {
                publisher.state.inFlight == 50 && proxy.count(.toClient, .basicConsumeOK) == 1
            }
            switch ending {
            case 0: proxy.cut()
            case 1: proxy.stall()
            default: break
            }
            if ending == 0 {
                for task in publishing { #expect(await task.value.map(\.errorCode) == [.connectionLost]) }
            }
            await publisher.close()
            await source.stop()
            try await withDeadline(.seconds(60), "every answer, ending \(ending)") {
                for task in publishing { #expect(await task.value.compactMap(\.errorCode).count == 1) }
                for task in waiting {
                    let deliveries = try await task.value
                    #expect(deliveries == nil)
                }
            }
        }
    }
}
