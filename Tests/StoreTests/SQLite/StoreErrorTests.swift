import GRDB
import Testing

@testable import Store

/// Whoever gets an error of the store learns from it whether the same may go well later.
@Suite("Errors of SQLite")
struct StoreErrorTests {
    let folder: ScratchFolder
    init() throws { folder = try ScratchFolder() }

    private func error(_ code: ResultCode) -> StoreError { StoreError(sqlite: DatabaseError(resultCode: code), doing: "writing") }

    @Test(
        "After an I/O error nothing is tried again: nobody knows what is on the disk",
        arguments: [ResultCode.SQLITE_IOERR, .SQLITE_IOERR_FSYNC, .SQLITE_IOERR_WRITE, .SQLITE_IOERR_READ])
    func ioError(code: ResultCode) {
        let error = error(code)
        #expect(error.code == .unavailable)
        #expect(!error.isRetryable)
        #expect(error.reason.contains("restart after checking it"))
        #expect(error.reason.contains("\(code.rawValue)"), "whoever looks at the disk needs SQLite's own code")
    }

    @Test("After an I/O error under a commit a store writes nothing more before it is opened anew")
    func nothingMore() async throws {
        let path = folder.file("ledger.sqlite")
        let ledger = try await SQLiteLedger(path: path)
        try await ledger.transact { _ = try $0.enter(Sample.entry("before"), inboxOf: "pool") }
        let failed = await #expect(throws: StoreError.self) {
            try await ledger.writes.write { _, _ in throw DatabaseError(resultCode: .SQLITE_IOERR_FSYNC) }
        }
        #expect(failed?.isRetryable == false)
        let refused = await #expect(throws: StoreError.self) {
            try await ledger.transact { _ = try $0.enter(Sample.entry("after"), inboxOf: "pool") }
        }
        #expect(refused?.reason == failed?.reason)
        var told = ledger.diskFailures.makeAsyncIterator()
        #expect(await told.next()?.reason == failed?.reason, "whoever watches the store hears of it")
        #expect(try await ledger.processed(Sample.entries(["before", "after"]), by: "pool") == ["before"])
        try await ledger.close()

        let next = try await SQLiteLedger(path: path)
        try await next.transact { _ = try $0.enter(Sample.entry("after"), inboxOf: "pool") }
        #expect(try await next.processed(Sample.entries(["before", "after"]), by: "pool") == ["before", "after"])
        try await next.close()
    }

    @Test(
        "What passes says so",
        arguments: [
            ResultCode.SQLITE_FULL, .SQLITE_IOERR_SHMSIZE, .SQLITE_BUSY, .SQLITE_BUSY_SNAPSHOT, .SQLITE_LOCKED,
            .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_NOMEM,
        ])
    func passing(code: ResultCode) { #expect(error(code).isRetryable) }

    @Test("A damaged file is not tried again", arguments: [ResultCode.SQLITE_CORRUPT, .SQLITE_NOTADB])
    func damaged(code: ResultCode) {
        #expect(error(code).code == .corrupt)
        #expect(!error(code).isRetryable)
    }
}
