import Synchronization

/// Consuming: one consumer per queue on the channel, deliveries to the mailbox, acks back.
struct ConsumeRole: LinkRole {
    static let name = "source"

    /// A message's header frame at its longest, and room for all that a broker adds.
    private static let longestFrame: Int32 = 1024 * 1024

    private let queues: [String]
    private let prefetch: Int
    private let silence: Duration
    private let limits: DeliveryLimits?
    private let mailbox: DeliveryMailbox
    private let acks: AckInbox
    private let isWanted: SharedFlag
    private let metrics: ConsumeMetrics
    private var position: StreamPosition?
    private var ledger = AckLedger()
    private var assembler = FrameAssembler()
    private var batch: [Delivery] = []
    /// Deliveries of the last reading; the next one takes about as many, and room for these is made at once.
    private var lastBatch = 0
    private var redelivered = 0
    /// Refused and not yet rejected.
    private var refused: [UInt64] = []
    private var tags: [DeliveryTag] = []
    private var due: [AckLedger.Ack] = []
    private var hasConsumed = false
    /// Something has come on this link.
    private var hasDelivered = false
    /// When to ask whether the consumers are still there.
    private var checkAt: ContinuousClock.Instant?

    init(
        queues: [String], configuration: BusConfiguration, limits: DeliveryLimits?, stream: StreamStart?,
        mailbox: DeliveryMailbox, acks: AckInbox, isWanted: SharedFlag
    ) {
        self.queues = queues
        prefetch = configuration.prefetch
        silence = configuration.silenceCheck
        self.limits = limits
        self.mailbox = mailbox
        self.acks = acks
        self.isWanted = isWanted
        metrics = ConsumeMetrics(connection: configuration.connectionName)
        position = stream.map(StreamPosition.init)
    }

    var wantsLink: Bool { isWanted.isSet }

    var deadline: ContinuousClock.Instant? { checkAt }

    mutating func opened(_ link: inout RawConnection, generation: UInt64) throws(BusError) {
        isWanted.set()
        ledger.begin(generation: generation)
        assembler = FrameAssembler()
        link.headerLimit = limits?.headerBytes
        try link.acceptFrames(upTo: Self.longestFrame)
        try link.setPrefetch(prefetch)
        let arguments = position.map { ["x-stream-offset": $0.start.argument] } ?? [:]
        for (index, queue) in queues.enumerated() {
            try link.consume(queue: queue, tag: String(index), arguments: arguments)
        }
        hasConsumed = true
        hasDelivered = false
        checkAt = .now + silence
        mailbox.linked(at: .now)
    }

    // MARK: Deliveries

    mutating func received(_ frame: consuming RawFrame) throws(BusError) {
        switch consume frame {
        case .deliver(let method):
            try assembler.begin(.delivery(method))
        case .header(let properties, let size):
            let refusing = properties.headersAreOversize || limits.map { size > UInt64($0.bodyBytes) } ?? false
            if let message = try assembler.header(properties, bodySize: size, refusing: refusing) { try deliver(message) }
        case .body(let bytes):
            if let message = try assembler.body(bytes) { try deliver(message) }
        case .cancelled(let consumer):
            let queue = Int(consumer).flatMap { queues.indices.contains($0) ? queues[$0] : nil } ?? "a queue"
            throw BusError(.notFound, "the broker ended the consumer of \(queue); it may have been deleted", isRetryable: true)
        default: break
        }
    }

    @inline(__always)
    private mutating func deliver(_ message: consuming FrameAssembler.Message) throws(BusError) {
        guard case .delivery(let method) = message.kind else { return }
        guard !ledger.leavesOut(before: method.tag) else {
            throw BusError(.protocolViolation, "a delivery before number \(method.tag) has not come", isRetryable: true)
        }
        guard ledger.delivered(method.tag) else { return }
        guard !message.isRefused else {
            ledger.gaveUpLast()
            refused.append(method.tag)
            return
        }
        if batch.isEmpty { batch.reserveCapacity(lastBatch) }
        // Made in its place: a delivery has so many parts that a copy costs as much as the rest.
        batch.append(
            Delivery(
                tag: DeliveryTag(generation: ledger.generation, tag: method.tag),
                queue: queues.indices.contains(method.consumer) ? queues[method.consumer] : "",
                exchange: method.exchange, routingKey: method.routingKey, redelivered: method.redelivered,
                contentType: message.properties.contentType, messageID: message.properties.messageID,
                headers: message.properties.headers, body: message.body))
        if position != nil { place() }
        if let last = batch.indices.last, batch[last].redelivered { redelivered += 1 }
    }

    /// Drops the last delivery when it lies before the place that was asked for, or marks it when it came before.
    private mutating func place() {
        guard let last = batch.indices.last, let offset = batch[last].streamOffset else { return }
        let tag = batch[last].tag
        switch position?.received(tag: tag.tag, offset: offset) {
        case .skip:
            batch.removeLast()
            _ = ledger.acknowledge(tag)
        case .deliver(let again): batch[last].redelivered = again
        case nil: break
        }
    }

    mutating func endOfReading() {
        if !refused.isEmpty { metrics.refused.increment(by: refused.count) }
        guard !batch.isEmpty else { return }
        checkAt = .now + silence
        hasDelivered = true
        metrics.deliveries.increment(by: batch.count)
        if redelivered > 0 { metrics.redeliveries.increment(by: redelivered) }
        redelivered = 0
        lastBatch = batch.count
        mailbox.put(&batch)
    }

    // MARK: Acks

    mutating func takeIn(now: ContinuousClock.Instant) {
        acks.take(into: &tags)
        var stale = 0
        for tag in tags where !ledger.acknowledge(tag) { stale += 1 }
        if stale > 0 { metrics.stale.increment(by: stale) }
        if tags.count > stale { metrics.acknowledged.increment(by: tags.count - stale) }
    }

    mutating func write(_ link: inout RawConnection, now: ContinuousClock.Instant) throws(BusError) -> WriteProgress {
        try sendAcks(&link)
        if let checkAt, checkAt <= now { try checkConsumers(&link) }
        return .idle
    }

    /// A missing queue closes the channel, which ends the link like any other loss.
    private mutating func checkConsumers(_ link: inout RawConnection) throws(BusError) {
        for queue in queues {
            let state = try link.declareQueue(queue, arguments: [:], passive: true)
            // Of a stream's readers the broker counts none.
            guard state.consumers > 0 || position != nil else {
                throw BusError(.notFound, "the broker has lost the consumer of \(queue)", isRetryable: true)
            }
        }
        // The broker may hold deliveries as handed out that never came: between its nodes they can get lost, and nobody can ask
        // for them. A new consumer gets them again. Once after each stretch of deliveries, and not while one is worked on.
        guard !hasDelivered || !ledger.isSettled || position != nil else {
            throw BusError(.silence, "nothing has come for \(silence); consuming anew", isRetryable: true)
        }
        checkAt = .now + silence
    }

    mutating func finish(_ link: inout RawConnection) throws(BusError) {
        try sendAcks(&link)
        // Not basic.cancel: with it the broker would give the next consumer later messages before the unacknowledged ones.
        try link.closeChannel()
    }

    private mutating func sendAcks(_ link: inout RawConnection) throws(BusError) {
        for tag in refused { try link.reject(tag) }
        refused.removeAll()
        due.removeAll(keepingCapacity: true)
        ledger.flush { due.append($0) }
        for ack in due { try link.acknowledge(ack) }
        position?.acknowledged(upTo: ledger.settledPrefix)
    }

    // MARK: Losses

    mutating func lost(_ error: BusError) {
        batch.removeAll()
        refused.removeAll()
        mailbox.unlinked()
        position?.lost()
        checkAt = nil
        // Acks of the lost link are stale from here on.
        ledger.begin(generation: 0)
    }

    /// At the first start a missing queue or a refused user is somebody's mistake and is reported; later the same is a
    /// fault that may pass.
    mutating func failed(_ error: BusError) -> Bool { hasConsumed || error.isRetryable }

    mutating func ended(_ error: BusError?) {
        mailbox.end(error.map { .failure($0) } ?? .success(nil))
    }
}
