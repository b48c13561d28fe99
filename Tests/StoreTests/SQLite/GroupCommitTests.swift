import Bus
import Dispatch
import GRDB
import Synchronization
import TestSupport
import Testing

@testable import Store

/// Counts the commits of a connection.
private final class CommitCounter: TransactionObserver, Sendable {
    private let number = Mutex(0)
    var commits: Int { number.withLock { $0 } }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { false }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ db: Database) { number.withLock { $0 += 1 } }
    func databaseDidRollback(_ db: Database) {}
}

@Suite("Group commit")
struct GroupCommitTests {
    let folder: ScratchFolder
    init() throws { folder = try ScratchFolder() }

    /// Runs `work` while a commit "is running", so that all of it waits, then lets it go.
    /// - Returns: in how many transactions it was committed.
    private func commits<State: WriterState>(
        _ file: SQLiteFile, _ writer: GroupCommitter<State>, jobs: Int,
        _ work: @escaping @Sendable (Int) async throws -> Void
    ) async throws -> Int {
        let counter = CommitCounter()
        file.pool.add(transactionObserver: counter, extent: .databaseLifetime)
        let gate = DispatchSemaphore(value: 0)
        // Blocks the writing connection's own thread, as an fsync does.
        file.pool.asyncWriteWithoutTransaction { _ in gate.wait() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<jobs { group.addTask { try await work(number) } }
            while writer.waitingJobs < jobs { await Task.yield() }
            gate.signal()
            try await group.waitForAll()
        }
        return counter.commits
    }

    private func outbox() async throws -> (SQLiteOutbox, GroupCommitter<OutboxWriter>) {
        let file = try await SQLiteFile.open(folder.file("outbox.sqlite"), schema: .outbox)
        let tail = OutboxTail()
        let writer = GroupCommitter(file: file, state: OutboxWriter(partitioning: .standard, tail: tail))
        return (SQLiteOutbox(file: file, writes: writer, tail: tail), writer)
    }

    @Test("What arrives during a commit is committed together, confirms too")
    func together() async throws {
        let (outbox, writer) = try await outbox()
        _ = try await outbox.append([Sample.submission("sent")])
        let commits = try await commits(outbox.file, writer, jobs: 101) { number in
            if number == 100 {
                try await outbox.markSent([1])
            } else {
                #expect(try await outbox.append([Sample.submission("event-\(number)")]) == [.accepted])
            }
        }
        #expect(commits == 1)
        #expect(try await outbox.unsentIDs().count == 100)
        #expect(try await outbox.unsentIDs().contains("sent") == false)
    }

    @Test("A group is bounded by its bytes")
    func bounded() async throws {
        let (outbox, writer) = try await outbox()
        let native = String(decoding: SeededGenerator.noise(Limits.nativeMessageBytes), as: UTF8.self)
        let commits = try await commits(outbox.file, writer, jobs: 16) { number in
            _ = try await outbox.append([Sample.submission("event-\(number)", native: native)])
        }
        // Each weighs a little over 1 MiB, so seven fit into 8 MiB.
        #expect(commits == 3)
    }

    @Test("In a group, one ledger transaction that throws takes nothing of the others with it")
    func isolated() async throws {
        let ledger = try await SQLiteLedger(path: folder.file("ledger.sqlite"))
        let commits = try await commits(ledger.file, ledger.writes, jobs: 50) { number in
            try? await ledger.transact { ledger in
                #expect(try ledger.enter(Sample.entry("event-\(number)"), inboxOf: "pool"))
                try ledger.emit(Sample.draft("out-\(number)"))
                if number.isMultiple(of: 5) { throw CancellationError() }
            }
        }
        // Each counts as half a MiB, so sixteen fit into a group of 8 MiB.
        #expect(commits == 4)
        let kept = (0..<50).filter { !$0.isMultiple(of: 5) }
        #expect(Set(try await ledger.outbox.unsentIDs()) == Set(kept.map { "out-\($0)" }))
        #expect(try await ledger.outbox.unsent(after: 0, limit: 99, heldBack: []).map(\.position) == Array(1...40))
        let all = Sample.entries((0..<50).map { "event-\($0)" })
        #expect(try await ledger.processed(all, by: "pool") == Set(kept.map { "event-\($0)" }))
    }

    /// An interval that nobody lives to see: only callers, or closing, can end the pauses.
    private func paced() async throws -> (SQLiteOutbox, GroupCommitter<OutboxWriter>) {
        let file = try await SQLiteFile.open(folder.file("outbox.sqlite"), schema: .outbox)
        let tail = OutboxTail()
        let writer = GroupCommitter(
            file: file, state: OutboxWriter(partitioning: .standard, tail: tail), pace: CommitPace(interval: .seconds(3600)))
        return (SQLiteOutbox(file: file, writes: writer, tail: tail), writer)
    }

    @Test("With a pace, what nobody waits for is committed with the next that somebody waits for")
    func pacedMarks() async throws {
        let (outbox, writer) = try await paced()
        let counter = CommitCounter()
        _ = try await outbox.append([Sample.submission("first")])
        outbox.file.pool.add(transactionObserver: counter, extent: .databaseLifetime)
        async let marked: Void = outbox.markSent([1])
        while writer.waitingJobs == 0 { await Task.yield() }
        for id in ["second", "third"] { #expect(try await outbox.append([Sample.submission(id)]) == [.accepted]) }
        try await marked
        #expect(counter.commits == 2)
        #expect(try await outbox.unsentIDs() == ["second", "third"])
        try await outbox.close()
    }

    @Test("With a pace, callers who come one at a time are not held up, and as many as before end a pause")
    func pacedCallers() async throws {
        let (outbox, writer) = try await paced()
        for number in 0..<5 { _ = try await outbox.append([Sample.submission("alone-\(number)")]) }
        let commits = try await commits(outbox.file, writer, jobs: 3) { number in
            _ = try await outbox.append([Sample.submission("first-\(number)")])
        }
        #expect(commits == 1)
        // Three are expected now, so these end no pause before the third has come.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<3 { group.addTask { _ = try await outbox.append([Sample.submission("second-\(number)")]) } }
            try await group.waitForAll()
        }
        #expect(try await outbox.unsentIDs().count == 11)
        try await outbox.close()
    }

    @Test("Closing does not wait for a pause to end, and writes what was handed over")
    func pacedClose() async throws {
        let (outbox, writer) = try await paced()
        _ = try await outbox.append([Sample.submission("sent"), Sample.submission("unsent")])
        async let marked: Void = outbox.markSent([1])
        while writer.waitingJobs == 0 { await Task.yield() }
        try await outbox.close()
        try await marked
        let again = try await SQLiteOutbox(path: folder.file("outbox.sqlite"))
        #expect(try await again.unsentIDs() == ["unsent"])
        try await again.close()
    }

    @Test("A ledger transaction that throws beside marks alone is left out, and the marks are made")
    func marksBesideFailure() async throws {
        let ledger = try await SQLiteLedger(path: folder.file("ledger.sqlite"))
        try await ledger.transact { for number in 0..<4 { try $0.emit(Sample.draft("out-\(number)")) } }
        let commits = try await commits(ledger.file, ledger.writes, jobs: 4) { number in
            guard number == 3 else { return try await ledger.outbox.markSent([Int64(number + 1)]) }
            await #expect { try await ledger.transact { ledger in
                _ = try ledger.enter(Sample.entry("a"), inboxOf: "pool")
                try ledger.emit(Sample.draft("given-up"))
                throw CancellationError()
            } } throws: { ($0 as? StoreError)?.cause is CancellationError }
        }
        #expect(commits == 1)
        #expect(try await ledger.outbox.unsentIDs() == ["out-3"])
        #expect(try await ledger.processed(Sample.entries(["a"]), by: "pool").isEmpty)
        try await ledger.transact { try $0.emit(Sample.draft("next")) }
        #expect(try await ledger.outbox.unsent(after: 0, limit: 9, heldBack: []).map(\.position) == [4, 5])
        try await ledger.close()
    }

    @Test("Cancelling a caller takes nothing back")
    func cancelled() async throws {
        let (outbox, writer) = try await outbox()
        _ = try await commits(outbox.file, writer, jobs: 1) { _ async throws in
            let append = Task { try await outbox.append([Sample.submission("a")]) }
            append.cancel()
            #expect(try await append.value == [.accepted])
        }
        #expect(try await outbox.unsentIDs() == ["a"])
    }
}
