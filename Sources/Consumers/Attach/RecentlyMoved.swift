/// The last messages that were moved and confirmed, to know them again when the broker forgot their acknowledgement.
struct RecentlyMoved: Sendable {
    /// Bounds memory: more than a source may have handed out and not acknowledged.
    let capacity: Int
    private var order: [MessageIdentity] = []
    private var place = 0
    private var counts: [MessageIdentity: Int] = [:]

    init(capacity: Int) { self.capacity = max(1, capacity) }

    func contains(_ identity: MessageIdentity) -> Bool { counts[identity] != nil }

    mutating func insert(_ identity: MessageIdentity) {
        if order.count < capacity {
            order.append(identity)
        } else {
            forget(order[place])
            order[place] = identity
            place = (place + 1) % capacity
        }
        counts[identity, default: 0] += 1
    }

    private mutating func forget(_ identity: MessageIdentity) {
        guard let count = counts[identity] else { return }
        counts[identity] = count > 1 ? count - 1 : nil
    }
}
