import Bus
import Store
import Synchronization
import Testing

@Suite("The pool's inbox")
struct DeclarationInboxTests {
    let folder: ScratchFolder
    init() throws { folder = try ScratchFolder() }

    private static let pool = DeclarationRecord.consumer
    private static let key = "10512345678"

    private static func record(_ key: String = key, _ state: String = "{}") -> DeclarationRecord {
        DeclarationRecord(key: key, status: "registered", state: Array(state.utf8))
    }

    private static func line(_ id: String) -> AppliedEvent {
        AppliedEvent(id: id, type: "vnaccs.declaration.registered", time: Sample.now, source: "/vn/customs/vnaccs")
    }

    /// Whether the event is new to the pool, in a transaction of its own that leaves nothing behind.
    private func isNew(_ entry: InboxEntry, to consumer: String = pool, _ ledger: any Ledger) async throws -> Bool {
        struct Undone: Error {}
        let answer = Mutex<Bool?>(nil)
        try? await ledger.transact { transaction in
            let isNew = try transaction.enter(entry, inboxOf: consumer)
            answer.withLock { $0 = isNew }
            throw Undone()
        }
        let known = answer.withLock { $0 }
        return try #require(known as Bool?)
    }

    @Test("An event in the history of its key is known for ever, whoever asks", arguments: StoreFactory.all)
    func history(_ factory: StoreFactory) async throws {
        let ledger = try await factory.ledger(folder)
        let entries = Sample.entries(["a", "b", "ab"])
        try await ledger.transact { transaction in
            for entry in entries.prefix(2) { #expect(try transaction.enter(entry, inboxOf: Self.pool)) }
            try transaction.save(Self.record(), applied: [Self.line("a"), Self.line("b")])
            #expect(try !transaction.enter(entries[0], inboxOf: Self.pool))
        }
        #expect(try await ledger.processed(entries, by: Self.pool) == ["a", "b"])
        #expect(try await isNew(entries[0], ledger) == false)
        #expect(try await isNew(entries[1], ledger) == false)
        #expect(try await isNew(entries[2], ledger))
        #expect(try await ledger.history(of: Self.key).map(\.id) == ["a", "b"])
    }

    @Test("An event that came into no history is known as well", arguments: StoreFactory.all)
    func waiting(_ factory: StoreFactory) async throws {
        let ledger = try await factory.ledger(folder)
        try await ledger.transact { transaction in
            #expect(try transaction.enter(Sample.entry("applied"), inboxOf: Self.pool))
            #expect(try transaction.enter(Sample.entry("waits"), inboxOf: Self.pool))
            #expect(try !transaction.enter(Sample.entry("waits"), inboxOf: Self.pool))
            #expect(try transaction.enter(Sample.entry("parked", key: "slip:7"), inboxOf: Self.pool))
            try transaction.save(Self.record(), applied: [Self.line("applied")])
        }
        let all = [Sample.entry("applied"), Sample.entry("waits"), Sample.entry("parked", key: "slip:7")]
        #expect(try await ledger.processed(all, by: Self.pool) == ["applied", "waits", "parked"])
        for entry in all { #expect(try await isNew(entry, ledger) == false) }
        // Beside a declaration whose events have rows of their own, others are still new.
        #expect(try await isNew(Sample.entry("next"), ledger))
    }

    @Test("Nothing of a transaction that is rolled back is known", arguments: StoreFactory.all)
    func rollback(_ factory: StoreFactory) async throws {
        let ledger = try await factory.ledger(folder)
        await #expect(throws: StoreError.self) {
            try await ledger.transact { transaction in
                _ = try transaction.enter(Sample.entry("a"), inboxOf: Self.pool)
                _ = try transaction.enter(Sample.entry("waits"), inboxOf: Self.pool)
                try transaction.save(Self.record(), applied: [Self.line("a")])
                throw StoreError(.invalid, "given up")
            }
        }
        #expect(try await ledger.processed(Sample.entries(["a", "waits"]), by: Self.pool).isEmpty)
        #expect(try await isNew(Sample.entry("a"), ledger))
        #expect(try await isNew(Sample.entry("waits"), ledger))
    }

    @Test("Another key's history and another consumer's say nothing", arguments: StoreFactory.all)
    func others(_ factory: StoreFactory) async throws {
        let ledger = try await factory.ledger(folder)
        try await ledger.transact { transaction in
            _ = try transaction.enter(Sample.entry("a", key: "slip:7"), inboxOf: Self.pool)
            try transaction.save(Self.record(), applied: [Self.line("a")])
        }
        // Under the key it came with it has to be known, though it stands in the history of another.
        #expect(try await isNew(Sample.entry("a", key: "slip:7"), ledger) == false)
        #expect(try await isNew(Sample.entry("a", key: "10599999999"), ledger))
        #expect(try await isNew(Sample.entry("a"), to: "audit", ledger))
        #expect(try await ledger.processed(Sample.entries(["a"]), by: "audit").isEmpty)
    }

    @Test(
        "Ids are compared whole, whatever is in them", arguments: StoreFactory.all,
        [
            ["a", "aa", "aaa"], [#"a""#, #"a"#, #"a","#, #"a\""#], ["[\"a\"", "\\n[\"a\",", "\n[\"b\",\""], ["số-1", "so-1", "số-2"],
            ["a b", "a\u{7F}b", "a/b", "a\tb"], [String(repeating: "x", count: 5_000), String(repeating: "x", count: 4_999)],
        ])
    func ids(_ factory: StoreFactory, _ ids: [String]) async throws {
        let ledger = try await factory.ledger(folder)
        for (place, id) in ids.enumerated() {
            #expect(try await ledger.processed(Sample.entries(ids), by: Self.pool) == Set(ids.prefix(place)))
            try await ledger.transact { transaction in
                #expect(try transaction.enter(Sample.entry(id), inboxOf: Self.pool), "\(id)")
                try transaction.save(Self.record(), applied: [Self.line(id)])
            }
        }
        for id in ids { #expect(try await isNew(Sample.entry(id), ledger) == false, "\(id)") }
    }

    @Test("A declaration that was looked at for its events is read as it stands", arguments: StoreFactory.all)
    func reading(_ factory: StoreFactory) async throws {
        let ledger = try await factory.ledger(folder)
        let (first, second) = (Self.record(Self.key, "first"), Self.record(Self.key, "second"))
        try await ledger.transact { transaction in
            _ = try transaction.enter(Sample.entry("a"), inboxOf: Self.pool)
            #expect(try transaction.declaration(Self.key) == nil)
            try transaction.save(first, applied: [Self.line("a")])
            #expect(try transaction.declaration(Self.key) == first)
        }
        try await ledger.transact { transaction in
            _ = try transaction.enter(Sample.entry("b"), inboxOf: Self.pool)
            #expect(try transaction.declaration(Self.key) == first)
            #expect(try transaction.declaration(Self.key) == first)
            try transaction.save(second)
            #expect(try transaction.declaration(Self.key) == second)
        }
        // Saved without a line of it, so it has a place of its own.
        #expect(try await isNew(Sample.entry("b"), ledger) == false)
        #expect(try await ledger.history(of: Self.key).map(\.id) == ["a"])
    }

    @Test("Entering counts as a change", arguments: StoreFactory.all)
    func changes(_ factory: StoreFactory) async throws {
        let ledger = try await factory.ledger(folder)
        let counts = try await ledger.transact { transaction in
            var counts = [transaction.changeCount]
            for id in ["a", "a", "b"] {
                _ = try transaction.enter(Sample.entry(id), inboxOf: Self.pool)
                counts.append(transaction.changeCount)
            }
            return counts
        }
        #expect(counts[1] > counts[0] && counts[3] > counts[2])
    }
}
