import Bus
import Events

/// Decides what feeding a consumer has to do next, which message it gets and what must be written down. Pure: whoever runs it
/// performs the step, tells what came of it, and writes `state` down whenever `mustSave` says so.
///
/// No gap: the feed is bound before the journal's end is noted, and history goes up to that end, so each message is in the
/// history, in the feed, or in both. No double: those in both lie behind `before`; they are known by their identity and
/// dropped from the feed. Order: the consumer's queue has one writer, which passes on the journal in its order and then the
/// feed in its order.
struct FeedMachine: Sendable {
    enum Step: Sendable, Hashable {
        /// Look where the journal ends; nothing is bound yet.
        case noteEnd
        /// Bind the feed, let what was on its way arrive, and look where the journal ends now.
        case bind
        /// Feed the journal from here up to and including the end.
        case history(from: JournalStart, to: UInt64)
        /// Read these messages of the journal, which the feed may have too, to know them again.
        case join(from: UInt64, to: UInt64)
        /// Move what the feed collects.
        case move
    }

    /// Progress is written after so many messages; what came since is sent again, marked, after a kill.
    static let messagesPerRecord = 512
    /// And after so many messages that were looked at, of which few or none were for the consumer.
    static let offsetsPerRecord: UInt64 = 65_536
    /// Messages in one publish.
    static let window = 256

    let consumer: AttachedConsumer
    private let copies: FeedMessage
    private(set) var state: FeedState
    private(set) var mustSave = false

    /// Next offset to look at; runs ahead of `state.next`, which follows the broker's confirm.
    private var cursor: UInt64?
    private var unsaved = 0
    private var savedNext: UInt64?
    /// How many messages may still be in the queue already, because an earlier run was ended before it wrote them down.
    private var mayRepeat: Int
    /// Identities of what is in history and in the feed; nil until read.
    private var overlap: Set<MessageIdentity>?
    private var moved = RecentlyMoved(capacity: 4 * FeedMachine.window)
    /// Messages of the feed among which there may be some that history contained; nil when it is not known.
    private var toJoin: Int?

    /// - Parameters:
    ///   - state: as it was written down last.
    ///   - queues: the consumer's, in this installation.
    init(_ consumer: AttachedConsumer, queues: [String], state: FeedState) {
        self.consumer = consumer
        self.state = state
        copies = FeedMessage(
            target: .consumer(consumer.name, isPartitioned: consumer.isPartitioned), queues: Set(queues))
        cursor = state.next
        savedNext = state.next
        // What is not written down yet is at most one record and the publish that went beyond it.
        mayRepeat = state.phase == .history ? Self.messagesPerRecord + Self.window : 0
        if let next = state.next, let end = state.end, next > end { historyEnds() }
    }

    var step: Step {
        switch state.phase {
        case .opening: return .noteEnd
        case .binding: return .bind
        case .history:
            guard let end = state.end else { return .move }
            return .history(from: cursor.map(JournalStart.offset) ?? state.start.journal, to: end)
        case .joining:
            guard overlap == nil, let end = state.end else { return .move }
            return .join(from: state.before.map { $0 + 1 } ?? 0, to: end)
        case .live: return .move
        }
    }

    mutating func saved() {
        mustSave = false
        unsaved = 0
        savedNext = state.next
    }

    // MARK: Opening

    mutating func journalEnds(at end: UInt64?) {
        switch state.phase {
        case .opening:
            state.before = end
            state.phase = .binding
        case .binding:
            state.end = end
            state.phase = end == nil ? .live : .history
        case .history, .joining:
            shorten(to: end)
            return
        case .live: return
        }
        mustSave = true
    }

    /// The journal ends earlier than it did: the broker lost what it had not written to disk. What lies behind `before` is in
    /// the feed as well; what lay before it and was not fed is gone.
    private mutating func shorten(to end: UInt64?) {
        guard let known = state.end, end.map({ $0 < known }) ?? true else { return }
        let done = state.next ?? 0
        if state.phase == .history, let before = state.before {
            let left = max(done, end.map { $0 + 1 } ?? 0)
            if left <= before { state.missing += Int(clamping: before - left + 1) }
        }
        state.end = end
        mustSave = true
        if end.map({ $0 < done }) ?? true { historyEnds() }
    }

    // MARK: History

    /// The consumer's copy of a message of the journal; nil when there is none to send.
    mutating func history(_ delivery: Delivery) -> OutboundMessage? {
        guard state.phase == .history, let offset = delivery.streamOffset, offset <= state.end ?? 0 else { return nil }
        if let cursor {
            // A stream answers an offset with the whole chunk that it lies in.
            guard offset >= cursor else { return nil }
            // Offsets have no holes: what is between is gone from the journal.
            if offset > cursor { state.missing += Int(clamping: offset - cursor) }
        }
        cursor = offset + 1
        savedNext = savedNext ?? offset
        guard consumer.patterns.contains(where: { $0.matches(delivery.routingKey) }) else { return nil }
        // What came after `before` came since the consumer was attached: it gets that whole, as by a live binding.
        let start = state.before.map { offset > $0 } ?? true ? .first : state.start
        let copy = copies.message(delivery, from: start, mayRepeat: mayRepeat > 0)
        if copy != nil, mayRepeat > 0 { mayRepeat -= 1 }
        return copy
    }

    /// Everything up to the last message looked at is confirmed.
    mutating func historyConfirmed(_ count: Int) {
        state.fed += count
        state.next = cursor
        unsaved += count
        guard let cursor, let savedNext else { return }
        if unsaved >= Self.messagesPerRecord || cursor >= savedNext + Self.offsetsPerRecord { mustSave = true }
    }

    /// The journal has been read up to its noted end, or holds nothing from the start up to there.
    mutating func historyEnds() {
        guard state.phase == .history else { return }
        let hasOverlap = state.end.map { end in state.before.map { end > $0 } ?? true } ?? false
        state.phase = hasOverlap ? .joining : .live
        mustSave = true
    }

    // MARK: Live

    /// - Parameter deliveries: of the journal behind `before`, up to its noted end. What history took of them is known again
    ///   from now on. They are what came while the feed was bound and the end was looked for, some seconds; that bounds them.
    mutating func join(_ deliveries: [Delivery]) {
        overlap = (overlap ?? []).union(deliveries.filter(wasFed).map(MessageIdentity.init))
    }

    private func wasFed(_ delivery: Delivery) -> Bool {
        guard let offset = delivery.streamOffset, offset <= state.end ?? 0, state.before.map({ offset > $0 }) ?? true
        else { return false }
        return consumer.patterns.contains { $0.matches(delivery.routingKey) }
    }

    /// - Parameter waiting: messages in the feed while nobody reads it; nil when somebody does.
    mutating func moveBegins(waiting: Int?) {
        guard state.phase == .joining else { return }
        toJoin = waiting
        joinEnds()
    }

    /// The consumer's copy of a message of the feed; nil when it has it already, or there is none to send.
    mutating func live(_ delivery: Delivery) -> OutboundMessage? {
        let identity = MessageIdentity(delivery)
        // Dealt with by this very run; only the acknowledgement was lost.
        if delivery.redelivered, moved.contains(identity) { return nil }
        if let left = toJoin { toJoin = left - 1 }
        if overlap?.contains(identity) ?? false { return nil }
        return copies.message(delivery, mayRepeat: delivery.redelivered)
    }

    /// The messages taken last are confirmed, and may be acknowledged.
    mutating func liveConfirmed(_ deliveries: [Delivery]) {
        for delivery in deliveries { moved.insert(MessageIdentity(delivery)) }
        joinEnds()
    }

    private mutating func joinEnds() {
        guard state.phase == .joining, let toJoin, toJoin <= 0 else { return }
        state.phase = .live
        overlap = nil
        mustSave = true
    }
}
