import Bus
import GRDB
import Testing

@testable import Store

@Suite("Files that an earlier version wrote")
struct SQLiteMigrationTests {
    let folder: ScratchFolder
    init() throws { folder = try ScratchFolder() }

    /// A file as it was after the first so many steps of its schema.
    private func old(_ schema: SQLiteSchema, steps: Int, _ fill: (Database) throws -> Void) throws -> String {
        let path = folder.file("old.sqlite")
        let pool = try DatabasePool(path: path)
        try SQLiteSchema(
            applicationID: schema.applicationID, name: schema.name, steps: Array(schema.steps.prefix(steps))).apply(to: pool)
        try pool.write(fill)
        try pool.close()
        return path
    }

    @Test("An outbox answers for the account and for native messages as before, and goes on")
    func outbox() async throws {
        let path = try old(.outbox, steps: 1) { db in
            try db.execute(sql: "INSERT INTO outbox_lane VALUES (1, 'vnaccs', 'live'); UPDATE outbox_next SET position = 2501")
            for number in 1...2500 {
                try db.execute(
                    sql: "INSERT INTO outbox_event VALUES (?,1,NULL,?,0,?,'t','k','vnaccs.declaration.p01',NULL,x'7b7d')",
                    arguments: [number, Sample.now.milliseconds + Int64(number), "old-\(number)"])
            }
            try db.execute(sql: """
                INSERT INTO outbox_unsent VALUES (2500, x'01');
                INSERT INTO outbox_native VALUES (7, 'vnaccs', 'VAD1AC', 'c-7', 5, x'6e');
                UPDATE outbox_event SET native = 7 WHERE position IN (7, 8);
                """)
        }
        let outbox = try await SQLiteOutbox(path: path)
        _ = try await outbox.append([
            Sample.submission("new", received: .init(milliseconds: Sample.now.milliseconds + 2501))
        ])
        let from = Timestamp(milliseconds: Sample.now.milliseconds + 2050)
        let entries = try await outbox.accepted(from: from, until: nil, after: 0, limit: 1000)
        #expect(entries.map(\.id) == (2050...2500).map { "old-\($0)" } + ["new"])
        #expect(entries.filter { !$0.sent }.map(\.id) == ["old-2500", "new"])
        for id in ["old-7", "old-8"] {
            let native = try #require(try await outbox.native(ofEvent: id))
            #expect(native.system == "vnaccs" && native.form == "VAD1AC" && native.correlation == "c-7")
            #expect(native.bytes == Array("n".utf8))
        }
        #expect(try await outbox.native(ofEvent: "old-9") == nil)
        #expect(try await outbox.accepted(from: nil, until: from, after: 2040, limit: 1000).count == 9)
        try await outbox.close()
    }

    @Test("Native messages that were stored as they came stay readable; new ones are stored packed")
    func packed() async throws {
        let path = try old(.outbox, steps: 3) { db in
            try db.execute(sql: """
                INSERT INTO outbox_lane VALUES (1, 'vnaccs', 'live');
                UPDATE outbox_next SET position = 2;
                INSERT INTO outbox_event
                  VALUES (1,1,1,0,0,'old','t','k','vnaccs.declaration.p01',NULL,x'7b7d','VAD1AC','c',CAST('IDC   ' AS BLOB));
                INSERT INTO outbox_unsent VALUES (1, x'01');
                """)
        }
        let outbox = try await SQLiteOutbox(path: path)
        let form = "IDC" + String(repeating: " ", count: 20_000)
        _ = try await outbox.append([Sample.submission("new", native: form), Sample.submission("short", native: "IDC")])
        for (id, native) in [("old", "IDC   "), ("new", form), ("short", "IDC")] {
            #expect(try await outbox.native(ofEvent: id)?.bytes == Array(native.utf8))
        }
        let stored = try await outbox.file.read { db in
            try db.rows("SELECT coalesce(length(message), -1), coalesce(length(packed), -1) FROM outbox_event ORDER BY position") {
                [$0.integer(0), $0.integer(1)]
            }
        }
        #expect(stored.map { $0[0] } == [6, -1, 3])
        #expect(stored.map { $0[1] < 200 } == [true, true, true])

        try await outbox.writes.write { db, _ in
            try db.run("UPDATE outbox_event SET packed = substr(packed, 1, 40) WHERE id = 'new'")
        }
        await #expect { try await outbox.native(ofEvent: "new") } throws: { ($0 as? StoreError)?.code == .corrupt }
        try await outbox.close()
    }

    @Test("A ledger keeps the histories of its declarations")
    func history() async throws {
        let path = try old(.ledger, steps: 4) { db in
            try db.execute(sql: """
                INSERT INTO declaration VALUES ('A', 'registered', x'01'), ('B', 'registered', x'02'), ('C', 'registered', x'03');
                INSERT INTO history VALUES ('A', 'late', 't', 20, 's'), ('A', 'early "\\', 't', 10, 's'), ('B', 'late', 't', 5, 's');
                """)
        }
        let ledger = try await SQLiteLedger(path: path)
        let event = AppliedEvent(id: "next", type: "t", time: .init(milliseconds: 15), source: "s")
        let changed = DeclarationRecord(key: "A", status: "cleared", state: [4])
        try await ledger.transact { try $0.save(changed, applied: [event]) }
        #expect(try await ledger.history(of: "A").map(\.id) == [#"early "\"#, "next", "late"])
        #expect(try await ledger.declaration("A") == changed)
        #expect(try await ledger.history(of: "C").isEmpty)
        #expect(try await ledger.history(of: "B").map(\.id) == ["late"])
        try await ledger.close()
    }

    @Test("What a ledger has taken into its inboxes before they had keys stays known")
    func inboxes() async throws {
        let pool = DeclarationRecord.consumer
        let path = try old(.ledger, steps: 7) { db in
            try db.execute(sql: """
                INSERT INTO consumer VALUES (1, 'declarations'), (2, 'audit');
                INSERT INTO inbox VALUES (1, 'applied'), (1, 'waits'), (2, 'seen');
                INSERT INTO declaration(key, status, state, history)
                  VALUES ('10512345678', 'registered', x'7b7d', '["applied","t",1,"s"]' || char(10));
                """)
        }
        for _ in 0..<2 {
            let ledger = try await SQLiteLedger(path: path)
            #expect(try await ledger.processed(Sample.entries(["applied", "waits", "seen", "new"]), by: pool) == ["applied", "waits"])
            #expect(try await ledger.processed(Sample.entries(["waits", "seen"]), by: "audit") == ["seen"])
            let known = try await ledger.transact { transaction in
                try [("applied", pool), ("waits", pool), ("seen", "audit")].map { id, consumer in
                    try !transaction.enter(Sample.entry(id), inboxOf: consumer)
                }
            }
            #expect(known == [true, true, true])
            try await ledger.close()
        }
        let ledger = try await SQLiteLedger(path: path)
        let isNew = try await ledger.transact { transaction in
            try [("new", pool), ("new", "audit")].map { try transaction.enter(Sample.entry($0), inboxOf: $1) }
        }
        #expect(isNew == [true, true])
        #expect(try await ledger.processed(Sample.entries(["new"]), by: pool) == ["new"])
        #expect(try await ledger.processed(Sample.entries(["new"]), by: "audit") == ["new"])
        try await ledger.close()
    }

    @Test("A file of this version gives no row among the inboxes to what stands in a history")
    func rows() async throws {
        let ledger = try await SQLiteLedger(path: folder.file("new.sqlite"))
        try await ledger.transact { transaction in
            for id in ["applied", "waits"] { _ = try transaction.enter(Sample.entry(id), inboxOf: DeclarationRecord.consumer) }
            let line = AppliedEvent(id: "applied", type: "t", time: Sample.now, source: "s")
            try transaction.save(DeclarationRecord(key: "10512345678", status: "registered", state: [1]), applied: [line])
        }
        let rows = try await ledger.file.read { db in try db.rows("SELECT event FROM inbox") { $0.text(0) } }
        #expect(rows == ["waits"])
        try await ledger.close()
    }
}
