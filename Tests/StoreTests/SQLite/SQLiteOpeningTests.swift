import Foundation
import GRDB
import Testing

@testable import Store

@Suite("Opening a SQLite store")
struct SQLiteOpeningTests {
    let folder: ScratchFolder
    init() throws { folder = try ScratchFolder() }

    private func failure(_ path: String) async -> StoreError? {
        do {
            try await SQLiteOutbox(path: path).close()
            return nil
        } catch {
            return error
        }
    }

    @Test("Commits are durable: WAL, synchronous FULL, foreign keys")
    func settings() async throws {
        for schema in [SQLiteSchema.outbox, .ledger, .control] {
            let file = try await SQLiteFile.open(folder.file(schema.name), schema: schema)
            let values = try await file.pool.write { db in
                try ["journal_mode", "synchronous", "foreign_keys", "application_id"].map {
                    try String.fetchOne(db, sql: "PRAGMA \($0)")
                }
            }
            #expect(values == ["wal", "2", "1", String(schema.applicationID)])
            try await file.close()
        }
    }

    @Test(
        "Settings that would lose commits are refused by name",
        arguments: [
            ("PRAGMA synchronous = NORMAL", "synchronous is 1"), ("PRAGMA synchronous = OFF", "synchronous is 0"),
            ("PRAGMA journal_mode = DELETE", "journal_mode is delete"), ("PRAGMA foreign_keys = OFF", "foreign_keys is 0"),
        ])
    func unsafe(_ pragma: String, _ named: String) throws {
        let queue = try DatabaseQueue(path: folder.file("plain.sqlite"))
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
            try SQLiteSettings.check(db)
            try db.execute(sql: pragma)
            let error = #expect(throws: StoreError.self) { try SQLiteSettings.check(db) }
            #expect(error?.code == .unsafeSettings)
            #expect(error?.reason.contains(named) == true)
        }
    }

    @Test("A folder that is not there is named, with what to do")
    func missingFolder() async {
        let error = await failure(folder.file("nowhere/outbox.sqlite"))
        #expect(error?.code == .unavailable)
        #expect(error?.reason.contains("nowhere/outbox.sqlite") == true)
        #expect(error?.reason.contains("folder must exist") == true)
    }

    @Test("A file that is no database is corrupt, and stays as it is")
    func notADatabase() async throws {
        let path = folder.file("outbox.sqlite")
        let text = String(repeating: "not a database\n", count: 400)
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(await failure(path)?.code == .corrupt)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    }

    @Test("A file of another kind is refused")
    func otherKind() async throws {
        let path = folder.file("control.sqlite")
        try await SQLiteControl(path: path).close()
        #expect(await failure(path)?.code == .invalid)
        let foreign = folder.file("foreign.sqlite")
        try await DatabaseQueue(path: foreign).write { try $0.execute(sql: "CREATE TABLE t(a)") }
        #expect(await failure(foreign)?.code == .invalid)
    }

    @Test("A file of a newer version is refused and can be used by that version afterwards")
    func newerSchema() async throws {
        let path = folder.file("outbox.sqlite")
        let outbox = try await SQLiteOutbox(path: path)
        _ = try await outbox.append([Sample.submission("a")])
        try await outbox.close()
        let newer = try DatabaseQueue(path: path)
        try await newer.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9 from the future')") }
        #expect(await failure(path)?.code == .newerSchema)
        try await newer.write { try $0.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = '9 from the future'") }
        let again = try await SQLiteOutbox(path: path)
        #expect(try await again.unsentIDs() == ["a"])
    }

    @Test("A closed store says so, and what was stored is there after opening again")
    func reopen() async throws {
        let path = folder.file("ledger.sqlite")
        let ledger = try await SQLiteLedger(path: path)
        try await ledger.transact { ledger in
            _ = try ledger.enter(Sample.entry("a"), inboxOf: "pool")
            try ledger.emit(Sample.draft("out"))
            _ = try ledger.claim(partition: "p03")
            try ledger.park(Sample.parked("p"))
        }
        try await ledger.close()
        let write = await #expect(throws: StoreError.self) { try await ledger.transact { _ in } }
        #expect(write?.code == .closed)
        let read = await #expect(throws: StoreError.self) { try await ledger.parkedIDs() }
        #expect(read?.code == .closed)

        let again = try await SQLiteLedger(path: path)
        let found = try await again.transact { ledger in
            (entered: try ledger.enter(Sample.entry("a"), inboxOf: "pool"), epoch: try ledger.claim(partition: "p03"))
        }
        #expect(!found.entered)
        #expect(found.epoch == 2)
        #expect(try await again.outbox.unsentIDs() == ["out"])
        try await again.transact { try $0.emit(Sample.draft("out-2")) }
        #expect(try await again.outbox.unsent(after: 0, limit: 9, heldBack: []).map(\.position) == [1, 2])
        #expect(try await again.parkedIDs().parked == ["p"])
    }

    @Test("Several may open the same new file at the same moment")
    func openedAtOnce() async throws {
        for round in 0..<10 {
            let path = folder.file("\(round).sqlite")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for opener in 0..<6 {
                    group.addTask {
                        let ledger = try await SQLiteLedger(path: path)
                        try await ledger.transact { _ = try $0.enter(Sample.entry("\(opener)"), inboxOf: "pool") }
                        try await ledger.close()
                    }
                }
                try await group.waitForAll()
            }
            let ledger = try await SQLiteLedger(path: path)
            #expect(try await ledger.processed(Sample.entries((0..<6).map { "\($0)" }), by: "pool").count == 6)
            try await ledger.close()
        }
    }
}
