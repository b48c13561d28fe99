import Bus
import Store
import Testing

/// What a dispatcher reads of rows that were committed a moment ago, which an outbox keeps at hand, and of all others.
@Suite("Following an outbox")
struct OutboxTailTests {
    let folder: ScratchFolder
    init() throws { folder = try ScratchFolder() }

    @Test("Whoever follows sees each row once, whoever begins anew sees all that is unsent", arguments: StoreFactory.all)
    func following(_ factory: StoreFactory) async throws {
        let outbox = try await factory.outbox(folder)
        _ = try await outbox.append([Sample.submission("a"), Sample.submission("b"), Sample.submission("c")])
        #expect(try await outbox.unsentIDs(after: 0, limit: 2) == ["a", "b"])
        _ = try await outbox.append([Sample.submission("d")])
        #expect(try await outbox.unsentIDs(after: 2) == ["c", "d"])
        #expect(try await outbox.unsentIDs(after: 4).isEmpty)
        _ = try await outbox.append([Sample.submission("e")])
        #expect(try await outbox.unsentIDs(after: 0) == ["a", "b", "c", "d", "e"])
        #expect(try await outbox.unsentIDs(after: 3) == ["d", "e"])
    }

    @Test("What comes fresh from a commit is what the file says later", arguments: StoreFactory.all)
    func sameRows(_ factory: StoreFactory) async throws {
        let outbox = try await factory.outbox(folder)
        _ = try await outbox.append([
            Sample.submission("a", "b", system: "edoc", text: "Hải Phòng"), Sample.submission("c", route: .held),
        ])
        let fresh = try await outbox.unsent(after: 0, limit: 10, heldBack: [])
        #expect(fresh.map(\.event.id) == ["a", "b", "c"])
        #expect(try await outbox.unsent(after: 0, limit: 10, heldBack: []) == fresh)
    }

    @Test("A confirmed row is not read again, also when it was never followed", arguments: StoreFactory.all)
    func confirmed(_ factory: StoreFactory) async throws {
        let outbox = try await factory.outbox(folder)
        _ = try await outbox.append([Sample.submission("a"), Sample.submission("b"), Sample.submission("c")])
        try await outbox.markSent([2])
        #expect(try await outbox.unsentIDs(after: 0) == ["a", "c"])
        #expect(try await outbox.unsentIDs(after: 1) == ["c"])
    }

    @Test("Live events of a releasing system stay where they are while one follows", arguments: StoreFactory.all)
    func heldBack(_ factory: StoreFactory) async throws {
        let outbox = try await factory.outbox(folder)
        _ = try await outbox.append([Sample.submission("a", system: "edoc"), Sample.submission("b", system: "vnaccs")])
        #expect(try await outbox.unsentIDs(after: 0, heldBack: ["vnaccs"]) == ["a"])
        _ = try await outbox.append([Sample.submission("c", system: "vnaccs")])
        #expect(try await outbox.unsentIDs(after: 0) == ["a", "b", "c"])
        #expect(try await outbox.unsentIDs(after: 1) == ["b", "c"])
    }

    @Test("What another process has written in between is seen in its place")
    func otherProcess() async throws {
        let mine = try await StoreFactory.sqlite.outbox(folder)
        let theirs = try await StoreFactory.sqlite.outbox(folder)
        _ = try await mine.append([Sample.submission("a")])
        _ = try await theirs.append([Sample.submission("b")])
        _ = try await mine.append([Sample.submission("c")])
        #expect(try await mine.unsentIDs(after: 0) == ["a", "b", "c"])
        _ = try await theirs.append([Sample.submission("d")])
        #expect(try await mine.unsentIDs(after: 3) == ["d"])
        _ = try await mine.append([Sample.submission("e")])
        #expect(try await mine.unsentIDs(after: 4) == ["e"])
    }

    @Test("Nobody follows for long: what is kept at hand is bounded, and the file still has every row")
    func bounded() async throws {
        let outbox = try await StoreFactory.sqlite.outbox(folder)
        for start in stride(from: 0, to: 9000, by: 1500) {
            _ = try await outbox.append((start..<start + 1500).map { Sample.submission("\($0)") })
        }
        var ids: [String] = []
        while let page = Optional(try await outbox.unsentIDs(after: Int64(ids.count), limit: 700)), !page.isEmpty { ids += page }
        #expect(ids == (0..<9000).map { "\($0)" })
    }

    @Test("A refused submission leaves no row behind, and those around it keep their places", arguments: StoreFactory.all)
    func refused(_ factory: StoreFactory) async throws {
        let outbox = try await factory.outbox(folder)
        let results = try await outbox.append([
            Sample.submission("a"), Sample.submission("a", text: "other"), Sample.submission("b"),
        ])
        #expect(results == [.accepted, .conflicting(eventID: "a"), .accepted])
        #expect(try await outbox.unsent(after: 0, limit: 10, heldBack: []).map(\.position) == [1, 2])
        #expect(try await outbox.unsentIDs() == ["a", "b"])
    }

    @Test("The outcomes of a transaction that was rolled back are not sent")
    func rolledBack() async throws {
        struct Refusal: Error {}
        let ledger = try await StoreFactory.sqlite.ledger(folder)
        await withTaskGroup { group in
            for number in 0..<40 {
                group.addTask {
                    _ = try? await ledger.transact { transaction in
                        try transaction.emit(Sample.draft("outcome-\(number)", system: "pipeline"))
                        if number.isMultiple(of: 3) { throw Refusal() }
                    }
                }
            }
        }
        let kept = Set((0..<40).filter { !$0.isMultiple(of: 3) }.map { "outcome-\($0)" })
        let fresh = try await ledger.outbox.unsent(after: 0, limit: 100, heldBack: [])
        #expect(fresh.map(\.position) == Array(1...Int64(kept.count)))
        #expect(Set(fresh.map(\.event.id)) == kept)
        #expect(try await ledger.outbox.unsent(after: 0, limit: 100, heldBack: []) == fresh)
    }
}
