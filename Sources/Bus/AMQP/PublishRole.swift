import DequeModule
import Synchronization

/// Publishing with confirms: requests in order of arrival, a window of unanswered messages, a deadline for each request.
struct PublishRole: LinkRole {
    static let name = "publisher"

    /// Sent in one go before the broker's answers are looked at again.
    private static let messagesPerTurn = 64
    private static let bytesPerTurn = 256 * 1024

    private let inbox: PublishInbox
    private let status: PublisherStatus
    private let metrics: PublishMetrics
    private let required: [String]
    /// How long nothing is published because a required queue is missing; then it is published without that queue.
    private let patience: Duration
    /// Since when one is missing.
    private var lackingSince: ContinuousClock.Instant?
    private var entries: [PublishInbox.Entry] = []
    /// Requests in order of arrival, so in order of their deadlines; finished ones leave when they reach the front.
    private var calls: Deque<PublishCall> = []
    /// Those of `calls` with unsent messages.
    private var sending: Deque<PublishCall> = []
    private var waiting = 0
    private var window: ConfirmWindow<PublishTicket>
    private var assembler = FrameAssembler()
    private var isWanted = false
    private var isBlocked = false
    /// Why there is no link.
    private var absence = BusError.notOpen
    private var refusals = RefusalWatch()
    /// nil with a single endpoint: a broker alone has no other node to wait for.
    private var silence: SilenceWatch?
    /// The broker has answered something since the last look.
    private var hasAnswers = false

    /// - Parameters:
    ///   - required: queues that a node must know before anything is published over it, for `patience` at most.
    ///   - leavesSilence: whether a link that answers nothing after a loss is left for a new one.
    init(
        inbox: PublishInbox, status: PublisherStatus, required: [String], patience: Duration, leavesSilence: Bool, window: Int,
        metrics: PublishMetrics
    ) {
        self.inbox = inbox
        self.status = status
        self.required = required
        self.patience = patience
        self.metrics = metrics
        silence = leavesSilence ? SilenceWatch() : nil
        self.window = ConfirmWindow(limit: window)
    }

    var wantsLink: Bool { isWanted }

    var deadline: ContinuousClock.Instant? { calls.first?.request.deadline }
    var nextLook: ContinuousClock.Instant? { silence?.deadline }

    mutating func takeIn(now: ContinuousClock.Instant) {
        inbox.take(into: &entries)
        for entry in entries {
            switch entry {
            case .request(let request):
                isWanted = true
                let call = PublishCall(request)
                calls.append(call)
                sending.append(call)
                waiting += call.unsent
            case .cancel(let id):
                if let call = calls.first(where: { $0.request.id == id }) {
                    finish(call, BusError(.cancelled, "the publishing task was cancelled"))
                }
            }
        }
        if !entries.isEmpty { show() }
    }

    mutating func opened(_ link: inout RawConnection, generation: UInt64) throws(BusError) {
        isWanted = true
        try selectConfirms(&link, now: .now)
        assembler = FrameAssembler()
        refusals.opened()
        silence?.opened(now: .now)
        hasAnswers = false
        status.update { $0.isConnected = true }
    }

    private mutating func selectConfirms(_ link: inout RawConnection, now: ContinuousClock.Instant) throws(BusError) {
        let givesUp = lackingSince.map { now - $0 >= patience } ?? false
        do {
            try link.selectConfirms(requiring: givesUp ? [] : required)
            lackingSince = nil
        } catch {
            if error.code == .notFound { lackingSince = lackingSince ?? now }
            throw error
        }
    }

    mutating func blocked(_ reason: String?) {
        isBlocked = reason != nil
        if isBlocked { silence?.blocked() } else { silence?.answered(now: .now, waiting: window.unanswered > 0) }
        status.update { $0.blockedReason = reason }
    }

    // MARK: Sending

    mutating func write(_ link: inout RawConnection, now: ContinuousClock.Instant) throws(BusError) -> WriteProgress {
        guard !isBlocked else { return .idle }
        var messages = 0
        var bytes = 0
        defer {
            if messages > 0 {
                // Not when the turn began: writing may have taken a while.
                silence?.sent(now: .now)
                show()
            }
        }
        while let call = sending.first {
            guard !call.isFinished, call.hasUnsent else {
                sending.removeFirst()
                continue
            }
            guard window.hasRoom else { return .idle }
            // A full socket would hold up the thread, and with it the confirms.
            if messages & 15 == 0, !link.isWritable { return .whenWritable }
            guard messages < Self.messagesPerTurn, bytes < Self.bytesPerTurn else { return .more }
            let ticket = PublishTicket(call: call, index: call.takeNext())
            waiting -= 1
            let message = ticket.message
            if let refusal = PublishRules.refusal(of: message) {
                Self.settle(ticket, refusal, metrics)
                continue
            }
            // Entered first: when the call fails midway, the broker may have the message all the same.
            window.send(ticket)
            try link.publish(message)
            messages += 1
            bytes += message.body.count
        }
        return .idle
    }

    // MARK: Answers

    mutating func received(_ frame: consuming RawFrame) throws(BusError) {
        switch frame {
        case .ack(let tag, let multiple):
            hasAnswers = true
            window.acknowledged(tag, multiple: multiple) { [metrics] in Self.settle($0, PublishOutcome($1), metrics) }
        case .nack(let tag, let multiple):
            hasAnswers = true
            window.refused(tag, multiple: multiple) { [metrics] in Self.settle($0, PublishOutcome($1), metrics) }
            if refusals.isStuck(now: .now) {
                throw BusError(.channelClosed, "the broker keeps refusing on this channel", isRetryable: true)
            }
        case .returned(let code, let text, let exchange, let routingKey):
            try assembler.begin(.returned(code: code, text: text, exchange: exchange, routingKey: routingKey))
        case .header(let properties, let size):
            if let message = try assembler.header(properties, bodySize: size) { noteReturn(message) }
        case .body(let bytes):
            if let message = try assembler.body(bytes) { noteReturn(message) }
        default: break
        }
    }

    mutating func endOfReading() {
        while let first = calls.first, first.isFinished { calls.removeFirst() }
        if hasAnswers, !isBlocked { silence?.answered(now: .now, waiting: window.unanswered > 0) }
        hasAnswers = false
        show()
    }

    /// The broker returns a message whole but without its number; the oldest one of that address and id is it.
    private mutating func noteReturn(_ message: FrameAssembler.Message) {
        guard case .returned(let code, let text, let exchange, let routingKey) = message.kind else { return }
        window.returned(code: code, text: text) { ticket in
            let sent = ticket.message
            return sent.routingKey == routingKey && sent.exchange == exchange
                && sent.messageID == message.properties.messageID
        }
    }

    private static func settle(_ ticket: PublishTicket, _ outcome: PublishOutcome, _ metrics: PublishMetrics) {
        let call = ticket.call
        guard !call.isFinished else { return }
        call.settle(ticket.index, outcome)
        if call.isAnswered { metrics.finished(call.finish(otherwise: .notOpen), since: call.request.start) }
    }

    private mutating func finish(_ call: PublishCall, _ error: BusError) {
        guard !call.isFinished else { return }
        waiting -= call.unsent
        // Before the caller goes on, so that it sees itself gone.
        show()
        metrics.finished(call.finish(otherwise: error), since: call.request.start)
    }

    // MARK: When answers do not come

    mutating func expire(now: ContinuousClock.Instant, linked: Bool) -> BusError? {
        if linked, silence?.isStuck(now: now) == true {
            // Not `timedOut`, which would go on to the next endpoint: that may be the one that was lost.
            return BusError(.channelClosed, "the broker answers nothing on this new channel", isRetryable: true)
        }
        while let call = calls.first {
            guard call.isFinished || call.request.deadline <= now else { return nil }
            if !call.isFinished {
                let overdue = BusError(.timedOut, "the broker did not confirm within the deadline", isRetryable: true)
                // Of no use any more: the broker may have lost track of the confirm while the link looks alive.
                if call.outstanding > 0 { return overdue }
                finish(call, linked ? overdue : absence)
            }
            calls.removeFirst()
        }
        return nil
    }

    mutating func lost(_ error: BusError) {
        absence = error
        silence?.lost()
        var unknown: [PublishCall] = []
        window.lose { ticket in
            if unknown.last !== ticket.call { unknown.append(ticket.call) }
        }
        for call in unknown { finish(call, error) }
        while let first = calls.first, first.isFinished { calls.removeFirst() }
        status.update { $0 = PublisherState() }
        show()
    }

    mutating func failed(_ error: BusError) -> Bool {
        absence = error
        return true
    }

    mutating func ended(_ error: BusError?) {
        let stopped = error ?? BusError(.stopped, "the publisher has been closed")
        for case .request(let request) in inbox.close() { calls.append(PublishCall(request)) }
        for call in calls { finish(call, stopped) }
        calls = []
        sending = []
        waiting = 0
        status.update { $0 = PublisherState() }
        metrics.load(inFlight: 0, waiting: 0)
    }

    private func show() {
        let (waiting, inFlight) = (waiting, window.unanswered)
        status.update {
            $0.waiting = waiting
            $0.inFlight = inFlight
        }
        metrics.load(inFlight: inFlight, waiting: waiting)
    }
}
