import GRDB
import TestSupport
import Testing

@testable import Store

@Suite("A SQLite store in trouble")
struct SQLiteFaultTests {
    let folder: ScratchFolder
    init() throws { folder = try ScratchFolder() }

    private func limitPages(_ pool: DatabasePool, to pages: Int?) async throws {
        try await pool.writeWithoutTransaction { db in
            let used = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            try db.execute(sql: "PRAGMA max_page_count = \(pages.map { used + $0 } ?? 1_000_000_000)")
        }
    }

    @Test("A full disk stores nothing of the group, says so, and is over when there is space")
    func fullOutbox() async throws {
        let outbox = try await SQLiteOutbox(path: folder.file("outbox.sqlite"))
        _ = try await outbox.append([Sample.submission("before")])
        try await limitPages(outbox.file.pool, to: 10)
        let large = Sample.submission("large", native: String(decoding: SeededGenerator.noise(200_000), as: UTF8.self))
        let error = await #expect(throws: StoreError.self) { try await outbox.append([Sample.submission("small"), large]) }
        #expect(error?.code == .full)
        #expect(error?.isRetryable == true)
        #expect(try await outbox.unsentIDs() == ["before"])
        try await limitPages(outbox.file.pool, to: nil)
        // Memory must not believe that what was rolled back is known.
        #expect(try await outbox.append([Sample.submission("small"), large]) == [.accepted, .accepted])
        #expect(try await outbox.unsent(after: 0, limit: 9, heldBack: []).map(\.position) == [1, 2, 3])
    }

    @Test("A full disk rolls back a ledger's transaction as a whole")
    func fullLedger() async throws {
        let ledger = try await SQLiteLedger(path: folder.file("ledger.sqlite"))
        try await limitPages(ledger.file.pool, to: 10)
        let large = DeclarationRecord(key: "1", status: "registered", state: Array(repeating: 1, count: 200_000))
        let body: @Sendable (any LedgerTransaction) throws -> Bool = { ledger in
            let isNew = try ledger.enter(Sample.entry("a"), inboxOf: "pool")
            try ledger.emit(Sample.draft("out"))
            try ledger.save(large)
            return isNew
        }
        let error = await #expect(throws: StoreError.self) { try await ledger.transact(body) }
        #expect(error?.code == .full)
        try await limitPages(ledger.file.pool, to: nil)
        #expect(try await ledger.transact(body))
        #expect(try await ledger.outbox.unsentIDs() == ["out"])
    }

    @Test("A lock that another process keeps is reported as busy")
    func busy() async throws {
        let path = folder.file("outbox.sqlite")
        let file = try await SQLiteFile.open(path, schema: .outbox, busySeconds: 0.05)
        let outbox = SQLiteOutbox(file: file, partitioning: .standard)
        _ = try await outbox.append([Sample.submission("a")])
        var configuration = Configuration()
        // The lock is kept between two accesses, as another process would.
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: path, configuration: configuration)
        try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let error = await #expect(throws: StoreError.self) { try await outbox.append([Sample.submission("b")]) }
        #expect(error?.code == .busy)
        #expect(error?.isRetryable == true)
        try await other.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
        #expect(try await outbox.append([Sample.submission("a"), Sample.submission("b")]) == [.duplicate, .accepted])
    }

    @Test("Two processes on one file share positions and knowledge of ids")
    func twoWriters() async throws {
        let path = folder.file("outbox.sqlite")
        let first = try await SQLiteOutbox(path: path)
        let second = try await SQLiteOutbox(path: path)
        let accepted = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<100 {
                for outbox in [first, second] {
                    group.addTask { try await outbox.append([Sample.submission("event-\(number)")]) == [.accepted] ? 1 : 0 }
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(accepted == 100)
        var positions: [Int64] = []
        while case let rows = try await first.unsent(after: positions.last ?? 0, limit: 1000, heldBack: []), !rows.isEmpty {
            positions += rows.map(\.position)
        }
        #expect(positions == Array(1...100))
        #expect(try await second.highestPosition() == 100)
        #expect(try await second.append([Sample.submission("event-1", text: "other")]) == [.conflicting(eventID: "event-1")])
    }

    @Test("Errors never show what was to be stored")
    func silentErrors() async throws {
        let outbox = try await SQLiteOutbox(path: folder.file("outbox.sqlite"))
        try await limitPages(outbox.file.pool, to: 0)
        let secret = Sample.submission(
            [Sample.draft("a", text: "TAXPAYER-0312345678")], native: "TAXPAYER-" + String(decoding: SeededGenerator.noise(50_000), as: UTF8.self))
        let error = await #expect(throws: StoreError.self) { try await outbox.append([secret]) }
        #expect(error.map { "\($0) \(String(describing: $0.cause))".contains("TAXPAYER") } == false)
    }

    @Test("A transaction that was smuggled out of its body refuses everything")
    func smuggled() async throws {
        // Used by one task at a time: filled inside `transact`, read after it has returned.
        final class Pocket: @unchecked Sendable { var transaction: (any LedgerTransaction)? }
        let pocket = Pocket()
        let ledger = try await SQLiteLedger(path: folder.file("ledger.sqlite"))
        try await ledger.transact { pocket.transaction = $0 }
        let error = #expect(throws: StoreError.self) { try pocket.transaction?.enter(Sample.entry("a"), inboxOf: "pool") }
        #expect(error?.code == .closed)
    }
}
