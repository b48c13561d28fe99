import GRDB
import Store
import Testing

@Suite("Tampering with the control log")
struct ControlTamperingTests {
    let folder: ScratchFolder
    init() throws { folder = try ScratchFolder() }

    static let forgeries = [
        "UPDATE log SET at = at + 1 WHERE sequence = 4",
        "UPDATE log SET actor = 'Lan' WHERE sequence = 4",
        "UPDATE log SET action = 'receiver.resume' WHERE sequence = 4",
        "UPDATE log SET subject = 'edoc' WHERE sequence = 4",
        "UPDATE log SET reason = '' WHERE sequence = 4",
        "UPDATE log SET before = 'ope', after = 'nholding' WHERE sequence = 4",
        "UPDATE log SET hash = upper(hash) WHERE sequence = 4",
        "DELETE FROM log WHERE sequence = 4",
        "UPDATE log SET sequence = 99 WHERE sequence = 4",
        "INSERT INTO log SELECT 999, at, actor, action, subject, reason, before, after, hash FROM log WHERE sequence = 4; DELETE FROM log WHERE sequence = 4",
    ]

    @Test("Any change behind the store's back is found at its place", arguments: forgeries)
    func forged(_ sql: String) async throws {
        let path = folder.file("control.sqlite")
        let control = try await SQLiteControl(path: path)
        for number in 1...8 { _ = try await control.commit(Sample.change(reason: "reason \(number)")) }
        let intruder = try DatabaseQueue(path: path)
        try await intruder.write { db in
            try db.execute(sql: "DROP TRIGGER log_is_append_only; DROP TRIGGER log_is_kept")
            try db.execute(sql: sql)
        }
        #expect(try await control.verify() == 4)
    }

    @Test("A slip of the hand is stopped by the file itself")
    func appendOnly() async throws {
        let path = folder.file("control.sqlite")
        let control = try await SQLiteControl(path: path)
        _ = try await control.commit(Sample.change())
        let intruder = try DatabaseQueue(path: path)
        await #expect(throws: DatabaseError.self) {
            try await intruder.write { try $0.execute(sql: "UPDATE log SET reason = 'other'") }
        }
        await #expect(throws: DatabaseError.self) { try await intruder.write { try $0.execute(sql: "DELETE FROM log") } }
        #expect(try await control.verify() == nil)
    }

    @Test("A text that SQLite would cut is refused, not cut")
    func nul() async throws {
        let control = try await SQLiteControl(path: folder.file("control.sqlite"))
        let error = await #expect(throws: StoreError.self) { try await control.commit(Sample.change(reason: "a\u{0}b")) }
        #expect(error?.code == .invalid)
        #expect(try await control.log(after: 0, limit: 10).isEmpty)
    }
}
