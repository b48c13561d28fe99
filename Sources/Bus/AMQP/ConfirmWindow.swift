import DequeModule

/// The publishes of one channel that the broker has not answered, oldest first.
///
/// Bounded by `limit`, which the sender keeps by asking `hasRoom` before each `send`. A ticket names the publish to whom it
/// concerns.
struct ConfirmWindow<Ticket> {
    enum Answer: Equatable {
        case confirmed
        case returned(code: Int, text: String)
        case rejected
    }

    private struct Slot {
        var ticket: Ticket
        /// Set by `basic.return`, which comes before the `basic.ack` of the same message.
        var returned: Answer?
    }

    let limit: Int
    /// The first element has tag `base`; nil is one that was answered out of order.
    private var slots: Deque<Slot?> = []
    private var base: UInt64 = 1
    private(set) var unanswered = 0
    /// Returns arrive in the order of publishing, so the search for the next one starts behind the last one found.
    private var returnedUpTo: UInt64 = 0

    init(limit: Int) { self.limit = limit }

    var hasRoom: Bool { unanswered < limit }

    /// Notes a publish and gives its delivery tag, which the broker counts in the same way: 1, 2, 3 ... per channel.
    @discardableResult
    mutating func send(_ ticket: Ticket) -> UInt64 {
        slots.append(Slot(ticket: ticket))
        unanswered += 1
        return base + UInt64(slots.count) - 1
    }

    /// Notes that the broker gave a message back; its ack, still to come, then means `returned`.
    /// - Returns: false when no such message is waiting.
    @discardableResult
    mutating func returned(code: Int, text: String, where matches: (Ticket) -> Bool) -> Bool {
        let start = returnedUpTo < base ? 0 : Int(returnedUpTo - base) + 1
        guard start < slots.count else { return false }
        for index in start..<slots.count {
            guard let slot = slots[index], slot.returned == nil, matches(slot.ticket) else { continue }
            slots[index]?.returned = .returned(code: code, text: text)
            returnedUpTo = base + UInt64(index)
            return true
        }
        return false
    }

    /// `basic.ack`; `multiple` means every tag up to this one. Tags that are not waiting are ignored.
    mutating func acknowledged(_ tag: UInt64, multiple: Bool, settle: (Ticket, Answer) -> Void) {
        answer(tag, multiple: multiple) { slot in settle(slot.ticket, slot.returned ?? .confirmed) }
    }

    /// `basic.nack`.
    mutating func refused(_ tag: UInt64, multiple: Bool, settle: (Ticket, Answer) -> Void) {
        answer(tag, multiple: multiple) { slot in settle(slot.ticket, .rejected) }
    }

    /// The channel is gone: empties the window, oldest first, and starts counting anew for the next channel.
    mutating func lose(_ unknown: (Ticket) -> Void) {
        for case let slot? in slots { unknown(slot.ticket) }
        self = ConfirmWindow(limit: limit)
    }

    private mutating func answer(_ tag: UInt64, multiple: Bool, _ settle: (Slot) -> Void) {
        // Tag 0 with `multiple` means all there are.
        let last = multiple && tag == 0 ? base + UInt64(slots.count) - 1 : tag
        guard last >= base, last < base + UInt64(slots.count) else { return }
        let index = Int(last - base)
        for position in multiple ? 0...index : index...index {
            guard let slot = slots[position] else { continue }
            slots[position] = nil
            unanswered -= 1
            settle(slot)
        }
        while let first = slots.first, first == nil {
            slots.removeFirst()
            base += 1
        }
    }
}
