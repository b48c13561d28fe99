import GRDB

/// Gives the entries of several runs in one order; holds one block of each.
struct KeyRunMerger {
    private struct Cursor {
        let run: KeyRun
        var block: KeyBlock
        var blockIndex = 0
        var index = 0
        var head: KeyEntry
    }

    private let tables: KeyIndex.Tables
    private var cursors: [Cursor] = []

    init(_ runs: [KeyRun], _ tables: KeyIndex.Tables, _ db: Database) throws {
        self.tables = tables
        for run in runs where run.count > 0 {
            let block = try tables.block(0, of: run.id, db)
            cursors.append(Cursor(run: run, block: block, head: block[0]))
        }
    }

    mutating func next(_ db: Database) throws -> KeyEntry? {
        guard var least = cursors.indices.first else { return nil }
        // Eight heads: looking at each is quicker than keeping a heap.
        for index in cursors.indices.dropFirst() where cursors[index].head.key < cursors[least].head.key { least = index }
        let entry = cursors[least].head
        try advance(least, db)
        return entry
    }

    private mutating func advance(_ place: Int, _ db: Database) throws {
        cursors[place].index += 1
        if cursors[place].index == cursors[place].block.count {
            cursors[place].blockIndex += 1
            guard cursors[place].blockIndex < cursors[place].run.fences.count else {
                cursors.remove(at: place)
                return
            }
            cursors[place].index = 0
            cursors[place].block = try tables.block(cursors[place].blockIndex, of: cursors[place].run.id, db)
        }
        cursors[place].head = cursors[place].block[cursors[place].index]
    }
}
