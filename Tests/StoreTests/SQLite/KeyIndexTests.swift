import GRDB
import Testing

@testable import Store

@Suite("The key index")
struct KeyIndexTests {
    let folder: ScratchFolder
    let queue: DatabaseQueue
    let tables = KeyIndex.Tables(prefix: "test")
    /// Small, so that a test passes through every level.
    let shape = KeyIndex.Shape(logCapacity: 40, fanOut: 3, topLevel: 2)

    init() async throws {
        folder = try ScratchFolder()
        queue = try DatabaseQueue(path: folder.file("keys.sqlite"))
        try await queue.write { [tables] in try tables.create($0) }
    }

    private func key(_ number: Int) -> Fingerprint { Fingerprint(of: "event-\(number)") }

    /// One transaction, as the committer runs it.
    private func transaction(_ index: KeyIndex, commit: Bool = true, _ body: (Database) throws -> Void) throws {
        try queue.inDatabase { db in
            try db.inTransaction {
                try index.begin(db)
                try body(db)
                try index.end(db)
                return commit ? .commit : .rollback
            }
            if commit { index.committed() } else { index.rollBack() }
        }
    }

    @Test("It holds what was committed and nothing else, through levels, undone parts, rollbacks and restarts", arguments: [1, 2, 3, 4])
    func model(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        // Two writers take turns on one file, as two processes do; either may start anew.
        var indexes = [KeyIndex(tables, shape: shape), KeyIndex(tables, shape: shape)]
        var model: [Int: Int64] = [:]
        var next = 0
        for _ in 0..<220 {
            let writer = Int.random(in: 0..<2, using: &random)
            if Int.random(in: 0..<12, using: &random) == 0 { indexes[writer] = KeyIndex(tables, shape: shape) }
            let index = indexes[writer]
            let commits = Int.random(in: 0..<5, using: &random) != 0
            var changed = model
            try transaction(index, commit: commits) { db in
                for _ in 0..<Int.random(in: 1..<4, using: &random) {
                    index.mark()
                    let isUndone = Int.random(in: 0..<4, using: &random) == 0
                    try db.inSavepoint {
                        for _ in 0..<Int.random(in: 0..<20, using: &random) {
                            let value = Int64.random(in: 0...Int64.max, using: &random)
                            try index.insert(key(next), value, db)
                            #expect(try index.find(key(next), db) == value)
                            if !isUndone { changed[next] = value }
                            next += 1
                        }
                        return isUndone ? .rollback : .commit
                    }
                    if isUndone { index.undo() }
                }
            }
            if commits { model = changed }
            let probes = (0..<30).map { _ in Int.random(in: 0..<next + 10, using: &random) }
            try transaction(index) { db in
                for probe in probes { #expect(try index.find(key(probe), db) == model[probe]) }
            }
        }
        let fresh = KeyIndex(tables, shape: shape)
        try transaction(fresh) { db in
            for number in 0..<next { #expect(try fresh.find(key(number), db) == model[number]) }
        }
        let levels = try queue.read { try Int.fetchSet($0, sql: "SELECT DISTINCT level FROM test_run") }
        #expect(levels.contains(2))
        let stored = try queue.read { db in
            try (Int.fetchOne(db, sql: "SELECT coalesce(sum(count), 0) FROM test_run") ?? 0)
                + (Int.fetchOne(db, sql: "SELECT count(*) FROM test_log") ?? 0)
        }
        #expect(stored == model.count)
    }

    @Test("Merged runs leave no blocks behind")
    func noLeftovers() throws {
        let index = KeyIndex(tables, shape: shape)
        for batch in 0..<30 {
            try transaction(index) { db in
                for number in 0..<40 { try index.insert(key(batch * 40 + number), 1, db) }
            }
        }
        let (blocks, expected) = try queue.read { db in
            (
                try Int.fetchOne(db, sql: "SELECT count(*) FROM test_block"),
                try Int.fetchOne(db, sql: "SELECT sum((count + 167) / 168) FROM test_run")
            )
        }
        #expect(blocks == expected)
    }

    @Test("Keys that share their upper half over more than a block are told apart")
    func equalFences() throws {
        let index = KeyIndex(tables, shape: KeyIndex.Shape(logCapacity: 1000, fanOut: 3, topLevel: 1))
        let keys = (0..<1000).map { Fingerprint(high: UInt64($0 / 600), low: UInt64($0 * 7919)) }
        try transaction(index) { db in
            for (value, key) in keys.enumerated() { try index.insert(key, Int64(value), db) }
        }
        try transaction(index) { db in
            for (value, key) in keys.enumerated() { #expect(try index.find(key, db) == Int64(value)) }
            #expect(try index.find(Fingerprint(high: 0, low: 1), db) == nil)
            #expect(try index.find(Fingerprint(high: 9, low: 0), db) == nil)
        }
    }

    @Test("A filter never denies a key it has, and seldom affirms another")
    func filter() {
        var filter = KeyFilter(capacity: 20_000)
        for number in 0..<20_000 { filter.insert(key(number)) }
        let stored = KeyFilter(words: Words.decode(Words.encode(filter.words)))
        #expect((0..<20_000).allSatisfy { stored.mayContain(key($0)) })
        let wrong = (20_000..<40_000).count { stored.mayContain(key($0)) }
        #expect(wrong < 20_000 / 20)
    }
}
