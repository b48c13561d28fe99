import Bus
import Store
import Testing

@Suite("References, waiting and ownership in a ledger")
struct LedgerWaitingTests {
    let folder: ScratchFolder
    init() throws { folder = try ScratchFolder() }

    @Test("A reference means what it was last defined as", arguments: StoreFactory.all)
    func references(_ factory: StoreFactory) async throws {
        let ledger = try await factory.ledger(folder)
        try await ledger.transact { try $0.define("document-1", as: "10512345678") }
        let meanings = try await ledger.transact { [try $0.resolve("document-1"), try $0.resolve("document-2")] }
        #expect(meanings == ["10512345678", nil])
        try await ledger.transact { try $0.define("document-1", as: "20512345678") }
        #expect(try await ledger.transact { try $0.resolve("document-1") } == "20512345678")
    }

    @Test("What waits for a reference is taken out once, in order of arrival, with its bytes", arguments: StoreFactory.all)
    func waiting(_ factory: StoreFactory) async throws {
        let ledger = try await factory.ledger(folder)
        let events = try ["z", "a", "m"].map(Sample.encoded)
        try await ledger.transact { ledger in
            try ledger.await("document-1", event: events[0])
            try ledger.await("document-2", event: events[0])
        }
        try await ledger.transact { ledger in
            try ledger.await("document-1", event: events[1])
            try ledger.await("document-1", event: events[2])
            // Comes again in a redelivered batch: waits once.
            try ledger.await("document-1", event: events[0])
        }
        #expect(try await ledger.transact { try $0.takeWaiting(for: "document-1") } == events)
        #expect(try await ledger.transact { try $0.takeWaiting(for: "document-1") }.isEmpty)
        #expect(try await ledger.transact { try $0.takeWaiting(for: "document-2") } == [events[0]])
    }

    @Test("Taking out is undone with the transaction", arguments: StoreFactory.all)
    func takingRollsBack(_ factory: StoreFactory) async throws {
        let ledger = try await factory.ledger(folder)
        let event = try Sample.encoded("a")
        try await ledger.transact { try $0.await("document-1", event: event) }
        await #expect(throws: StoreError.self) {
            try await ledger.transact { ledger in
                _ = try ledger.takeWaiting(for: "document-1")
                throw CancellationError()
            }
        }
        #expect(try await ledger.transact { try $0.takeWaiting(for: "document-1") } == [event])
    }

    @Test("An older owner of a partition cannot commit", arguments: StoreFactory.all)
    func fencing(_ factory: StoreFactory) async throws {
        let ledger = try await factory.ledger(folder)
        let first = try await ledger.transact { try $0.claim(partition: "p03") }
        try await ledger.transact { try $0.assertOwner(of: "p03", epoch: first) }
        let second = try await ledger.transact { try $0.claim(partition: "p03") }
        #expect((first, second) == (1, 2))
        let error = await #expect(throws: StoreError.self) {
            try await ledger.transact { ledger in
                _ = try ledger.enter(Sample.entry("a"), inboxOf: "pool")
                try ledger.assertOwner(of: "p03", epoch: first)
            }
        }
        #expect(error?.code == .fenced)
        #expect(try await ledger.processed(Sample.entries(["a"]), by: "pool").isEmpty)
        try await ledger.transact { ledger in
            try ledger.assertOwner(of: "p03", epoch: second)
            try ledger.assertOwner(of: "p04", epoch: 1)
        }
    }
}
