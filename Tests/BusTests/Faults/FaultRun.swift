import Bus
import Testing
import TestSupport

/// Publishes numbered messages of several keys until each is confirmed, as the dispatcher does, and consumes them as an
/// inbox does: by id, acknowledged when applied.
struct FaultRun {
    let bus: TestBus
    let queue: String
    let ledger: FaultLedger
    /// Messages of one key in one call.
    var depth = 1
    var bodySize = 40
    /// Whether `rejected` is a right answer, as from a full queue.
    var mayReject = false

    init(_ bus: TestBus, _ queue: String, _ ledger: FaultLedger = FaultLedger()) {
        self.bus = bus
        self.queue = queue
        self.ledger = ledger
    }

    func message(_ id: String) -> OutboundMessage {
        OutboundMessage(
            exchange: "events", routingKey: queue, contentType: "text/plain", messageID: id,
            body: Array("\(id) ".utf8) + [UInt8](repeating: UInt8(ascii: "."), count: bodySize))
    }

    /// - Returns: how often a message was sent again.
    @discardableResult
    func publish(with publisher: AMQPPublisher) async throws -> Int {
        var repeated = 0
        for first in stride(from: 0, to: ledger.perKey, by: depth) {
            let numbers = first..<min(first + depth, ledger.perKey)
            var open = numbers.flatMap { number in (0..<ledger.keys).map { "k\($0)-\(number)" } }
            var rounds = 0
            while !open.isEmpty {
                rounds += 1
                guard rounds < 1000 else { throw NeverHappened(description: "\(open) are not confirmed") }
                let outcomes = await publisher.publish(open.map(message))
                for (id, outcome) in zip(open, outcomes) { note(outcome, of: id) }
                open = zip(open, outcomes).filter { !$0.1.isConfirmed }.map(\.0)
                repeated += open.count
            }
        }
        return repeated
    }

    private func note(_ outcome: PublishOutcome, of id: String) {
        switch outcome {
        case .confirmed: ledger.confirm(id)
        case .rejected where mayReject: break
        case .rejected, .returned: ledger.claim("\(id) is said to have failed: \(outcome)")
        case .indeterminate(let error):
            if !error.isRetryable { ledger.claim("\(id) is said to be beyond repetition: \(error)") }
        }
    }

    /// Applies and acknowledges until everything has arrived and the broker has nothing left.
    func consume(with source: AMQPSource) async throws {
        let applying = Task {
            while let batch = try await source.next(maximum: 16) {
                for delivery in batch { ledger.arrive(String(delivery.text.prefix { $0 != " " })) }
                source.acknowledge(batch.map(\.tag))
            }
        }
        do {
            try await eventually("\(queue): everything has arrived and is acknowledged", within: .seconds(60)) {
                guard ledger.isComplete else { return false }
                return try await bus.isEmpty(queue)
            }
        } catch {
            await source.stop()
            throw error
        }
        await source.stop()
        try await applying.value
    }

    /// Publishes through the one, consumes through the other, and holds both against the ledger.
    func verify(_ what: String) throws {
        let violations = ledger.violations()
        #expect(violations.isEmpty, "\(what): \(violations.prefix(5))")
        #expect(ledger.confirmedCount == ledger.keys * ledger.perKey, "\(what)")
        #expect(ledger.isComplete, "\(what)")
    }
}

extension TestBus {
    func configuration(
        through proxy: AMQPProxy, _ change: (inout BusConfiguration) -> Void = { _ in }
    ) -> BusConfiguration {
        var configuration = configuration(change)
        configuration.endpoints = [Endpoint(host: "127.0.0.1", port: proxy.port)]
        return configuration
    }

    /// Neither ready nor unacknowledged messages.
    func isEmpty(_ queue: String) async throws -> Bool {
        let answer = try await broker.eval(
            "{ok, Q} = rabbit_amqqueue:lookup(rabbit_misc:r(<<\"\(virtualHost)\">>, queue, <<\"\(queue)\">>)), "
                + "[{messages, N}] = rabbit_amqqueue:info(Q, [messages]), N.")
        return Int(answer.filter(\.isNumber)) == 0
    }
}
