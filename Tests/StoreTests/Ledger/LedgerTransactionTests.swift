import Bus
import Store
import Testing

private struct Refusal: Error {}

@Suite("Transactions of a ledger")
struct LedgerTransactionTests {
    let folder: ScratchFolder
    init() throws { folder = try ScratchFolder() }

    private func record(_ key: String, _ status: String = "registered") -> DeclarationRecord {
        DeclarationRecord(key: key, status: status, state: Array("{\"of\":\"\(key)\"}".utf8))
    }

    @Test("An event enters the inbox of a consumer once for ever, and each consumer has its own", arguments: StoreFactory.all)
    func inbox(_ factory: StoreFactory) async throws {
        let ledger = try await factory.ledger(folder)
        let first = try await ledger.transact { ledger in
            try ["pool", "pool", "other"].map { try ledger.enter(Sample.entry("a"), inboxOf: $0) }
        }
        #expect(first == [true, false, true])
        #expect(try await ledger.transact { try $0.enter(Sample.entry("a"), inboxOf: "pool") } == false)
        #expect(try await ledger.processed(Sample.entries(["a", "b"]), by: "pool") == ["a"])
        #expect(try await ledger.processed(Sample.entries(["a"]), by: "nobody").isEmpty)
    }

    @Test("Consumer and event are told apart where their texts meet", arguments: StoreFactory.all)
    func inboxBoundaries(_ factory: StoreFactory) async throws {
        let ledger = try await factory.ledger(folder)
        #expect(try await ledger.transact { try $0.enter(Sample.entry("bc"), inboxOf: "a") })
        #expect(try await ledger.transact { try $0.enter(Sample.entry("c"), inboxOf: "ab") })
    }

    @Test("Whatever writes is counted, and what only asks is not", arguments: StoreFactory.all)
    func changeCount(_ factory: StoreFactory) async throws {
        let ledger = try await factory.ledger(folder)
        let record = record("10512345678")
        typealias Work = @Sendable (any LedgerTransaction) throws -> Void
        let writing: [(String, Work)] = [
            ("enter", { _ = try $0.enter(Sample.entry("a"), inboxOf: "pool") }), ("save", { try $0.save(record) }),
            ("save again", { try $0.save(record) }), ("define", { try $0.define("slip", as: "10512345678") }),
            ("await", { try $0.await("slip", event: try Sample.encoded("w")) }),
            ("take waiting", { _ = try $0.takeWaiting(for: "slip") }),
            ("value", { try $0.setValue([1], "k", of: "pool") }), ("no value", { try $0.setValue(nil, "k", of: "pool") }),
            ("emit", { try $0.emit(Sample.draft("o")) }), ("park", { try $0.park(Sample.parked("p")) }),
            ("settle", { try $0.settleParked("p", consumer: "pool", discardedBecause: nil) }),
            ("attempt", { _ = try $0.noteAttempt(at: "a", consumer: "pool") }),
            ("forget", { try $0.forgetAttempts(at: "a", consumer: "pool") }),
            ("claim", { _ = try $0.claim(partition: "p00") }),
        ]
        let asking: [(String, Work)] = [
            ("declaration", { _ = try $0.declaration("10512345678") }), ("resolve", { _ = try $0.resolve("slip") }),
            ("value", { _ = try $0.value("k", of: "pool") }),
            ("blocked", { _ = try $0.isBlocked(key: "10512345678", consumer: "pool") }),
            ("parked", { _ = try $0.parked(consumer: "pool", key: "10512345678") }),
            ("owner", { try $0.assertOwner(of: "p00", epoch: 1) }),
        ]
        let (uncounted, counted) = try await ledger.transact { ledger in
            func count(_ work: Work) throws -> Int {
                let before = ledger.changeCount
                try work(ledger)
                return ledger.changeCount - before
            }
            return (
                try writing.filter { try count($0.1) == 0 }.map(\.0), try asking.filter { try count($0.1) != 0 }.map(\.0)
            )
        }
        #expect(uncounted == [])
        #expect(counted == [])
    }

    @Test("A body that throws leaves nothing of anything behind", arguments: StoreFactory.all)
    func rollback(_ factory: StoreFactory) async throws {
        let ledger = try await factory.ledger(folder)
        let record = record("10512345678")
        let error = await #expect(throws: StoreError.self) {
            try await ledger.transact { ledger in
                _ = try ledger.enter(Sample.entry("a"), inboxOf: "pool")
                try ledger.save(record, applied: [AppliedEvent(id: "a", type: "t", time: Sample.now, source: "s")])
                try ledger.define("document-1", as: record.key)
                try ledger.await("document-2", event: try Sample.encoded("w"))
                try ledger.emit(Sample.draft("out"))
                try ledger.park(Sample.parked("p"))
                _ = try ledger.claim(partition: "p03")
                throw Refusal()
            }
        }
        #expect(error?.code == .invalid)
        #expect(error?.cause is Refusal)
        #expect(try await ledger.processed(Sample.entries(["a"]), by: "pool").isEmpty)
        #expect(try await ledger.declaration(record.key) == nil)
        #expect(try await ledger.history(of: record.key).isEmpty)
        #expect(try await ledger.outbox.highestPosition() == 0)
        #expect(try await ledger.outbox.unsentIDs().isEmpty)
        #expect(try await ledger.parked(consumer: nil, key: nil, limit: 9).isEmpty)
        let after = try await ledger.transact { ledger in
            (
                reference: try ledger.resolve("document-1"), waiting: try ledger.takeWaiting(for: "document-2").count,
                entered: try ledger.enter(Sample.entry("a"), inboxOf: "pool"), epoch: try ledger.claim(partition: "p03")
            )
        }
        #expect(after.reference == nil && after.waiting == 0 && after.entered && after.epoch == 1)
    }

    @Test("Outgoing events are stored with the effect, once for each id", arguments: StoreFactory.all)
    func emit(_ factory: StoreFactory) async throws {
        let ledger = try await factory.ledger(folder)
        try await ledger.transact { ledger in
            try ledger.emit(Sample.draft("out-1"))
            try ledger.emit(Sample.draft("out-2", system: "edoc"))
            try ledger.emit(Sample.draft("out-1", text: "other"))
        }
        try await ledger.transact { try $0.emit(Sample.draft("out-2", text: "other")) }
        let rows = try await ledger.outbox.unsent(after: 0, limit: 10, heldBack: [])
        #expect(rows.map(\.event.id) == ["out-1", "out-2"])
        #expect(rows.map(\.route) == [.live, .live])
        #expect(try rows.map { try EventCodec.decode($0.event.bytes).data["text"] } == ["x", "x"])
        let accepted = try await ledger.outbox.accepted(from: nil, until: nil, after: 0, limit: 10)
        #expect(Set(accepted.map(\.system)) == ["vnaccs", "edoc"])
        try await ledger.outbox.markSent([1])
        #expect(try await ledger.outbox.unsentIDs() == ["out-2"])
    }

    @Test("An outgoing event that cannot be encoded rolls the transaction back", arguments: StoreFactory.all)
    func emitRefused(_ factory: StoreFactory) async throws {
        let ledger = try await factory.ledger(folder)
        let error = await #expect(throws: StoreError.self) {
            try await ledger.transact { ledger in
                try ledger.emit(Sample.draft("small"))
                try ledger.emit(Sample.draft("large", text: String(repeating: "x", count: Limits.eventBytes)))
            }
        }
        #expect(error?.code == .invalid)
        #expect(try await ledger.outbox.unsentIDs().isEmpty)
    }

    @Test("Declarations are replaced, counted by status and visited in order of key", arguments: StoreFactory.all)
    func declarations(_ factory: StoreFactory) async throws {
        let ledger = try await factory.ledger(folder)
        // More than one page of the walk.
        let keys = (0..<1203).map { "1\(10_000_000_000 + $0)" }
        let records = keys.shuffled().map { record($0) }
        try await ledger.transact { ledger in
            for record in records { try ledger.save(record) }
        }
        let changed = DeclarationRecord(key: keys[7], status: "cleared", state: [1, 2, 3])
        try await ledger.transact { try $0.save(changed) }
        #expect(try await ledger.declaration(keys[7]) == changed)
        #expect(try await ledger.transact { try $0.declaration(keys[7]) } == changed)
        #expect(try await ledger.declaration("unknown") == nil)
        #expect(try await ledger.declarationCount(byStatus: ()) == ["registered": 1202, "cleared": 1])
        let seen = Recorder()
        try await ledger.forEachDeclaration { seen.add($0.key) }
        #expect(seen.values == keys)
    }

    @Test("A visitor's error ends the walk and is the cause", arguments: StoreFactory.all)
    func visitorThrows(_ factory: StoreFactory) async throws {
        let ledger = try await factory.ledger(folder)
        let record = record("1")
        try await ledger.transact { try $0.save(record) }
        let error = await #expect(throws: StoreError.self) { try await ledger.forEachDeclaration { _ in throw Refusal() } }
        #expect(error?.cause is Refusal)
    }

    @Test("History is by business time, then id, each event once", arguments: StoreFactory.all)
    func history(_ factory: StoreFactory) async throws {
        let ledger = try await factory.ledger(folder)
        let event = { (id: String, offset: Int64) in
            AppliedEvent(id: id, type: "t", time: Timestamp(milliseconds: Sample.now.milliseconds + offset), source: "s")
        }
        let late = event("a", 10)
        let early = event("z", 0)
        let equal = event("b", 10)
        let repeated = event("a", 99)
        let (one, other) = (record("1"), record("2"))
        try await ledger.transact { ledger in
            try ledger.save(one, applied: [equal, late])
            try ledger.save(other, applied: [repeated])
        }
        try await ledger.transact { ledger in
            try ledger.save(one, applied: [early, repeated])
            try ledger.save(one)
        }
        #expect(try await ledger.history(of: "1") == [early, late, equal])
        #expect(try await ledger.history(of: "2") == [repeated])
    }

    @Test("Transactions that run at the same time are all or nothing, each by itself", arguments: StoreFactory.all)
    func concurrent(_ factory: StoreFactory) async throws {
        let ledger = try await factory.ledger(folder)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<120 {
                group.addTask {
                    try? await ledger.transact { ledger in
                        guard try ledger.enter(Sample.entry("event-\(number / 2)"), inboxOf: "pool") else { return }
                        try ledger.emit(Sample.draft("out-\(number / 2)"))
                        if (number / 2).isMultiple(of: 3) { throw Refusal() }
                    }
                }
            }
        }
        let kept = Set((0..<60).filter { !$0.isMultiple(of: 3) }.map { "event-\($0)" })
        #expect(try await ledger.processed(Sample.entries((0..<60).map { "event-\($0)" }), by: "pool") == kept)
        let emitted = try await ledger.outbox.unsentIDs()
        #expect(emitted.count == kept.count)
        #expect(Set(emitted) == Set(kept.map { "out-\($0.dropFirst(6))" }))
        let rows = try await ledger.outbox.unsent(after: 0, limit: 1000, heldBack: [])
        #expect(try rows.allSatisfy { try EventCodec.decode($0.event.bytes).sequence == UInt64($0.position) })
    }
}
