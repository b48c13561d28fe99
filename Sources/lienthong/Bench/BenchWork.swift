import Bus

/// The work of one measurement, done by our bus against a queue that is there.
struct BenchWork: Sendable {
    enum Mode: String, CaseIterable, Sendable {
        /// Messages of one event each, in calls of 64, eight calls at a time: the window is always full.
        case publish
        /// The same in messages of as many events as a batch holds.
        case batch
        /// One message a call, one call at a time.
        case lone
        /// Deliveries taken as they come and acknowledged at once.
        case consume
        /// The same one at a time: the broker sends the next delivery when the last one is acknowledged.
        case single

        /// Unacknowledged deliveries.
        var prefetch: Int { self == .single ? 1 : BenchWork.prefetch }
    }

    static let contentType = "application/cloudevents-batch+json"
    static let window = 256
    static let prefetch = 256
    static let bodyBytes = 1024
    static let warmUp = 50
    private static let callers = 8
    private static let messagesInCall = 64

    let mode: Mode
    let queue: String
    /// Of `batch`: events.
    let count: Int
    let configuration: BusConfiguration

    func run() async throws -> Measurement {
        switch mode {
        case .publish: try await publish(mode: "publish") { [body = Self.body] _ in body }
        case .batch: try await batch()
        case .lone: try await lone()
        case .consume, .single: try await consume()
        }
    }

    private static var body: [UInt8] { [UInt8](repeating: UInt8(ascii: "x"), count: bodyBytes) }

    static var eventsInBatch: Int { min(Limits.batchEvents, (Limits.batchBytes - 1) / (bodyBytes + 1)) }

    // MARK: Publishing

    private func message(_ number: Int, _ body: [UInt8]) -> OutboundMessage {
        OutboundMessage(
            exchange: "", routingKey: queue, contentType: Self.contentType, messageID: "bench-\(number)", body: body)
    }

    private func batch() async throws -> Measurement {
        let event = Self.body
        let events = Self.eventsInBatch
        return try await publish(mode: "batch", eventsInMessage: events) { BatchCodec.encode(Array(repeating: event, count: $0)) }
    }

    /// - Parameter body: makes the body of a message of so many events.
    private func publish(
        mode: String, eventsInMessage: Int = 1, body: @escaping @Sendable (Int) -> [UInt8]
    ) async throws -> Measurement {
        let publisher = try AMQPPublisher(configuration, logger: Bootstrap.quiet)
        try await publisher.connect()
        let perCall = Self.messagesInCall * eventsInMessage
        let tally = BenchTally(mode, total: count)
        try await withThrowingTaskGroup { group in
            for _ in 0..<Self.callers {
                group.addTask {
                    while let numbers = tally.take(perCall) {
                        let messages = stride(from: numbers.lowerBound, to: numbers.upperBound, by: eventsInMessage).map {
                            message($0, body(min(eventsInMessage, numbers.upperBound - $0)))
                        }
                        try Self.check(await publisher.publish(messages))
                        tally.finished(numbers.count)
                    }
                }
            }
            try await group.waitForAll()
        }
        let measurement = tally.measurement
        await publisher.close()
        return measurement
    }

    private func lone() async throws -> Measurement {
        let publisher = try AMQPPublisher(configuration, logger: Bootstrap.quiet)
        try await publisher.connect()
        let body = Self.body
        for number in 0..<Self.warmUp { try Self.check(await publisher.publish([message(number, body)])) }
        var latencies: [Duration] = []
        latencies.reserveCapacity(count)
        var meter = Meter("lone", messages: count)
        for number in 0..<count {
            let start = ContinuousClock.now
            try Self.check(await publisher.publish([message(number, body)]))
            latencies.append(ContinuousClock.now - start)
            meter.advanced(to: number + 1)
        }
        let measurement = meter.finish(latencies: latencies)
        await publisher.close()
        return measurement
    }

    private static func check(_ outcomes: [PublishOutcome]) throws {
        if let other = outcomes.first(where: { !$0.isConfirmed }) {
            throw CommandFailure(.no, "a message was not confirmed: \(other)")
        }
    }

    // MARK: Consuming

    private func consume() async throws -> Measurement {
        let source = try AMQPSource(queues: [queue], configuration, logger: Bootstrap.quiet)
        var meter: Meter?
        var done = 0
        while done < count {
            // As much as one turn of reading may give.
            guard let deliveries = try await source.next(maximum: 512) else {
                throw CommandFailure(.no, "the source ended after \(done) deliveries")
            }
            if meter == nil { meter = Meter(mode.rawValue, messages: count) }
            // By index: a loop over the deliveries would copy each of them.
            for index in deliveries.indices {
                guard deliveries[index].body.count == Self.bodyBytes, deliveries[index].messageID != nil else {
                    throw CommandFailure(.no, "a delivery with a body of \(deliveries[index].body.count) bytes")
                }
            }
            source.acknowledge(deliveries.indices.map { deliveries[$0].tag })
            done += deliveries.count
            meter?.advanced(to: done)
        }
        let measurement = meter?.finish()
        await source.stop()
        guard let measurement else { throw CommandFailure(.usage, "there is nothing to consume") }
        return measurement
    }
}
