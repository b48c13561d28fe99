import GRDB

/// What memory knows of one run: where its blocks begin, and which keys it cannot have.
struct KeyRun: Sendable {
    let id: Int64
    let level: Int
    let count: Int
    /// The upper word of the first key of each block.
    let fences: [UInt64]
    let filter: KeyFilter

    /// Reads one block; a second one only when keys with the same upper word lie across their border.
    func find(_ key: Fingerprint, _ tables: KeyIndex.Tables, _ db: Database) throws -> Int64? {
        // The last block that begins below the key's upper word, or the first: whatever equals it can lie from there on.
        var block = max(0, firstFence(notBelow: key.high) - 1)
        while block < fences.count, fences[block] <= key.high {
            if let value = try tables.block(block, of: id, db).find(key) { return value }
            block += 1
        }
        return nil
    }

    private func firstFence(notBelow word: UInt64) -> Int {
        var low = 0
        var high = fences.count
        while low < high {
            let middle = (low + high) / 2
            if fences[middle] < word { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
