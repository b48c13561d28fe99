import GRDB

/// Writes entries that come in order as the blocks of a run; holds one block and what the run keeps in memory.
struct KeyRunWriter {
    private let id: Int64
    private let level: Int
    private let tables: KeyIndex.Tables
    private var block: [KeyEntry] = []
    private var count = 0
    private var fences: [UInt64] = []
    private var filter: KeyFilter

    /// - Parameter capacity: how many entries will come.
    init(id: Int64, level: Int, capacity: Int, _ tables: KeyIndex.Tables) {
        self.id = id
        self.level = level
        self.tables = tables
        filter = KeyFilter(capacity: capacity)
        block.reserveCapacity(KeyBlock.capacity)
        fences.reserveCapacity(capacity / KeyBlock.capacity + 1)
    }

    mutating func append(_ entry: KeyEntry, _ db: Database) throws {
        if block.isEmpty { fences.append(entry.key.high) }
        block.append(entry)
        filter.insert(entry.key)
        count += 1
        if block.count == KeyBlock.capacity { try writeBlock(db) }
    }

    mutating func finish(_ db: Database) throws -> KeyRun {
        if !block.isEmpty { try writeBlock(db) }
        try db.run(
            tables.insertRun, .integer(id), .integer(Int64(level)), .integer(Int64(count)), .blob(Words.encode(fences)),
            .blob(Words.encode(filter.words)))
        return KeyRun(id: id, level: level, count: count, fences: fences, filter: filter)
    }

    private mutating func writeBlock(_ db: Database) throws {
        try db.run(
            tables.insertBlock, .integer(KeyIndex.Tables.blockID(id, fences.count - 1)), .blob(KeyBlock(block).bytes))
        block.removeAll(keepingCapacity: true)
    }
}
