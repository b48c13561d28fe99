import Bus
import Store
import Testing

/// Makes one kind of every store: the same suite runs over each.
struct StoreFactory: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let outbox: @Sendable (ScratchFolder) async throws -> any OutboxStore & NativeArchive
    let ledger: @Sendable (ScratchFolder) async throws -> any Ledger
    let control: @Sendable (ScratchFolder) async throws -> any ControlStore

    static let memory = StoreFactory(
        testDescription: "memory",
        outbox: { _ in MemoryOutbox() },
        ledger: { _ in MemoryLedger(now: { Sample.now }) },
        control: { _ in MemoryControl() })

    static let sqlite = StoreFactory(
        testDescription: "SQLite",
        outbox: { try await SQLiteOutbox(path: $0.file("outbox.sqlite")) },
        ledger: { try await SQLiteLedger(path: $0.file("ledger.sqlite"), now: { Sample.now }) },
        control: { try await SQLiteControl(path: $0.file("control.sqlite")) })

    static let all = [memory, sqlite]
}
