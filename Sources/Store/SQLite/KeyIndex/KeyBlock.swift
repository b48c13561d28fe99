/// Sorted entries as they are stored, one after the other, 24 bytes each.
struct KeyBlock: Sendable {
    /// As many as fit into one page of 4 KiB together with SQLite's own bytes, so that a row never spills over.
    static let capacity = 168

    let bytes: [UInt8]

    var count: Int { bytes.count / KeyEntry.byteCount }

    init(bytes: [UInt8]) { self.bytes = bytes }

    init(_ entries: [KeyEntry]) {
        bytes = Words.encode(entries.flatMap { [$0.key.high, $0.key.low, UInt64(bitPattern: $0.value)] })
    }

    subscript(index: Int) -> KeyEntry {
        bytes.withUnsafeBytes { bytes in
            let offset = index * KeyEntry.byteCount
            return KeyEntry(
                key: Fingerprint(high: Fingerprint.word(bytes, offset), low: Fingerprint.word(bytes, offset + 8)),
                value: Int64(bitPattern: Fingerprint.word(bytes, offset + 16)))
        }
    }

    func find(_ key: Fingerprint) -> Int64? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            let entry = self[middle]
            if entry.key == key { return entry.value }
            if entry.key < key { low = middle + 1 } else { high = middle }
        }
        return nil
    }
}
