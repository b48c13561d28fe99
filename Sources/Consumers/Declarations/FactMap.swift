/// Facts by key, in the order of their keys: the same facts give the same order, so that a record is written without
/// sorting and read without hashing. A declaration has a handful of each kind.
struct FactMap<Key: Comparable & Hashable & Sendable, Value: Hashable & Sendable>: Sendable, Hashable {
    struct Entry: Sendable, Hashable {
        let key: Key
        var value: Value
    }

    private(set) var entries: [Entry] = []

    var count: Int { entries.count }
    var isEmpty: Bool { entries.isEmpty }

    subscript(key: Key) -> Value? {
        let place = place(of: key)
        return isAt(place, key) ? entries[place].value : nil
    }

    /// - Parameter change: gets what is known, and gives what is known now.
    mutating func update(_ key: Key, _ change: (Value?) throws -> Value) rethrows {
        let place = place(of: key)
        if isAt(place, key) {
            entries[place].value = try change(entries[place].value)
        } else if place == entries.count {
            entries.append(Entry(key: key, value: try change(nil)))
        } else {
            entries.insert(Entry(key: key, value: try change(nil)), at: place)
        }
    }

    private func isAt(_ place: Int, _ key: Key) -> Bool { place < entries.count && entries[place].key == key }

    /// Where the key is or belongs. The end first: records are read in order, and ids mostly grow.
    private func place(of key: Key) -> Int {
        guard let last = entries.last, key <= last.key else { return entries.count }
        var low = 0
        var high = entries.count - 1
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
