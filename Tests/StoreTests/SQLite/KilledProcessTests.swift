import Foundation
import Store
import Synchronization
import Testing

/// The child process appends to it what has been answered; a line that `write` has taken outlives a SIGKILL.
private struct AnswerFile: Sendable {
    let descriptor: Int32

    init(_ path: String) { descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o600) }

    func add(_ id: String) {
        let line = Array("\(id)\n".utf8)
        _ = write(descriptor, line, line.count)
    }

    static func read(_ path: String) throws -> [String] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
    }
}

@Suite("A process killed under load")
struct KilledProcessTests {
    let folder: ScratchFolder
    init() throws { folder = try ScratchFolder() }

    @Test("Every append that was answered is in the outbox, and it goes on from there")
    func outbox() async throws {
        let path = folder.file("outbox.sqlite")
        let answers = folder.file("answers")
        await #expect(processExitsWith: .signal(SIGKILL)) { [path, answers] in
            let outbox = try await SQLiteOutbox(path: path)
            let file = AnswerFile(answers)
            let answered = Atomic(0)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for lane in 0..<16 {
                    group.addTask {
                        for number in 0... {
                            let id = "event-\(lane)-\(number)"
                            guard try await outbox.append([Sample.submission(id)]) == [.accepted] else { continue }
                            file.add(id)
                            // In the middle of the others' commits.
                            if answered.add(1, ordering: .relaxed).newValue == 500 { kill(getpid(), SIGKILL) }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        let known = try AnswerFile.read(answers)
        #expect(known.count >= 500)
        let outbox = try await SQLiteOutbox(path: path)
        let rows = try await outbox.unsent(after: 0, limit: 1_000_000, heldBack: [])
        #expect(Set(known).isSubset(of: rows.map(\.event.id)))
        #expect(rows.map(\.position) == Array(1...Int64(rows.count)))
        // Sent again after the restart, as senders without an answer do.
        let again = try await outbox.append(known.map { Sample.submission($0) })
        #expect(again.allSatisfy { $0 == .duplicate })
        #expect(try await outbox.append([Sample.submission("after")]) == [.accepted])
        #expect(try await outbox.highestPosition() == Int64(rows.count + 1))
    }

    @Test("Inbox, effect and outgoing event are there together or not at all")
    func ledger() async throws {
        let path = folder.file("ledger.sqlite")
        let answers = folder.file("answers")
        await #expect(processExitsWith: .signal(SIGKILL)) { [path, answers] in
            let ledger = try await SQLiteLedger(path: path)
            let file = AnswerFile(answers)
            let answered = Atomic(0)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for lane in 0..<8 {
                    group.addTask {
                        for number in 0... {
                            let id = "\(lane)-\(number)"
                            try await ledger.transact { ledger in
                                _ = try ledger.enter(id, inboxOf: "pool")
                                try ledger.save(DeclarationRecord(key: id, status: "registered", state: [1]))
                                try ledger.emit(Sample.draft(id))
                            }
                            file.add(id)
                            if answered.add(1, ordering: .relaxed).newValue == 300 { kill(getpid(), SIGKILL) }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        let known = Set(try AnswerFile.read(answers))
        let ledger = try await SQLiteLedger(path: path)
        let emitted = Set(try await ledger.outbox.unsentIDs(limit: 1_000_000))
        #expect(known.isSubset(of: emitted))
        #expect(try await ledger.processed(Array(emitted), by: "pool") == emitted)
        let saved = Recorder()
        try await ledger.forEachDeclaration { saved.add($0.key) }
        #expect(Set(saved.values) == emitted)
    }
}
