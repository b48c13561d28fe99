/// Where the items of a form stand, by their ids: a hash table made once for each form and asked for dozens of items of
/// each message, which a dictionary of texts answers several times slower.
struct ItemSlots: Sendable {
    struct Slot: Sendable {
        /// Position of the item, in a group of its first occurrence.
        let first: Int
        let stride: Int
        let times: Int
    }

    private struct Entry {
        /// 0 where no item is.
        var key: UInt64 = 0
        var slot = Slot(first: 0, stride: 0, times: 0)
    }

    /// A power of two, at most half of it filled: a search ends at the next free entry.
    private var entries: [Entry]

    init(capacity: Int) {
        var count = 8
        while count < capacity * 2 { count *= 2 }
        entries = [Entry](repeating: Entry(), count: count)
    }

    /// The caller inserts no more items than the capacity. False when the id is there already or is no id.
    mutating func insert(_ slot: Slot, for id: String) -> Bool {
        guard let key = Self.key(id) else { return false }
        let index = place(of: key)
        guard entries[index].key == 0 else { return false }
        entries[index] = Entry(key: key, slot: slot)
        return true
    }

    subscript(id: String) -> Slot? {
        guard let key = Self.key(id) else { return nil }
        let entry = entries[place(of: key)]
        return entry.key == key ? entry.slot : nil
    }

    /// Of the key, or the free place where it would go.
    private func place(of key: UInt64) -> Int {
        // Multiplying by an odd number near 2^64 divided by the golden ratio spreads keys that differ in few bits.
        var index = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 40) & (entries.count - 1)
        while entries[index].key != 0, entries[index].key != key { index = (index + 1) & (entries.count - 1) }
        return index
    }

    /// The bytes of an id behind a 1, which keeps ids of different lengths apart. nil for a longer text than any id,
    /// which has at most four bytes by `FieldTableNotation`.
    private static func key(_ id: String) -> UInt64? {
        guard id.utf8.count <= 4 else { return nil }
        return id.utf8.reduce(1) { $0 << 8 | UInt64($1) }
    }
}
