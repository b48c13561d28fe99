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
