import DequeModule

/// The deliveries of one channel that the broker holds as unacknowledged, and the acks due for them.
///
/// Bounded by prefetch times consumers, which the broker enforces.
struct AckLedger {
    struct Ack: Equatable {
        var tag: UInt64
        var multiple: Bool
    }

    private enum State { case open, due, sent }

    /// The connection whose acks are valid.
    private(set) var generation: UInt64 = 0
    /// The first element has tag `base`; the broker counts deliveries 1, 2, 3 ... per channel.
    private var states: Deque<State> = []
    private var base: UInt64 = 1
    private var dueCount = 0
    /// Deliveries whose ack, together with those of all before them, has been handed to `flush`.
    private(set) var settledPrefix: UInt64 = 0

    /// A channel was opened; all that was unacknowledged on the last one will come again.
    mutating func begin(generation: UInt64) {
        self = AckLedger()
        self.generation = generation
    }

    /// Whether deliveries before this one have not come. They cannot be made good on this channel: an ack of all up to a
    /// later one would settle them unseen.
    func leavesOut(before tag: UInt64) -> Bool { tag > base + UInt64(states.count) }

    /// - Parameter tag: of the next delivery, or of one that came before.
    /// - Returns: false when this tag was delivered before, which no broker does and a broken path may.
    @discardableResult
    mutating func delivered(_ tag: UInt64) -> Bool {
        guard tag == base + UInt64(states.count) else { return false }
        states.append(.open)
        return true
    }

    /// Whether all that was delivered has been acknowledged or given up.
    var isSettled: Bool { !states.contains(.open) }

    /// The delivery that came last needs no ack: it is given up.
    mutating func gaveUpLast() {
        if !states.isEmpty { states[states.count - 1] = .sent }
    }

    /// - Returns: false for an ack of another connection, of an unknown tag, or for one that was acknowledged before.
    mutating func acknowledge(_ tag: DeliveryTag) -> Bool {
        guard tag.generation == generation, tag.tag >= base, tag.tag < base + UInt64(states.count) else { return false }
        let index = Int(tag.tag - base)
        guard states[index] == .open else { return false }
        states[index] = .due
        dueCount += 1
        return true
    }

    /// The acks to send: one `multiple` for all that is due without a gap from the oldest delivery on, single ones for
    /// the rest. `multiple` never covers a delivery that is still being worked on.
    mutating func flush(_ send: (Ack) -> Void) {
        guard dueCount > 0 else { return }
        var prefix = 0
        var lastDue: UInt64?
        while let first = states.first, first != .open {
            if first == .due {
                prefix += 1
                lastDue = base
            }
            states.removeFirst()
            base += 1
        }
        settledPrefix = base - 1
        if let lastDue { send(Ack(tag: lastDue, multiple: prefix > 1)) }
        dueCount -= prefix
        guard dueCount > 0 else { return }
        for index in states.indices where states[index] == .due {
            states[index] = .sent
            send(Ack(tag: base + UInt64(index), multiple: false))
        }
        dueCount = 0
    }
}
