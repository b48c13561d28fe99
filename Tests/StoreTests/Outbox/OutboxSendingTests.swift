import Bus
import Store
import Testing

@Suite("Sending from an outbox")
struct OutboxSendingTests {
    let folder: ScratchFolder
    init() throws { folder = try ScratchFolder() }

    @Test("Unsent rows come in order, after a position, up to the limit", arguments: StoreFactory.all)
    func order(_ factory: StoreFactory) async throws {
        let outbox = try await factory.outbox(folder)
        // Systems and routes take turns, so that an order by anything but position would show.
        _ = try await outbox.append([
            Sample.submission("a", system: "vnaccs"), Sample.submission("b", system: "epayment", route: .held),
            Sample.submission("c", system: "edoc"), Sample.submission("d", system: "vnaccs", route: .held),
            Sample.submission("e", system: "epayment"),
        ])
        #expect(try await outbox.unsentIDs() == ["a", "b", "c", "d", "e"])
        #expect(try await outbox.unsentIDs(limit: 2) == ["a", "b"])
        #expect(try await outbox.unsentIDs(after: 2, limit: 2) == ["c", "d"])
        #expect(try await outbox.unsentIDs(after: 5).isEmpty)
        #expect(try await outbox.unsentIDs(limit: 0).isEmpty)
        #expect(try await outbox.unsent(after: 0, limit: 9, heldBack: []).map(\.route) == [.live, .held, .live, .held, .live])
    }

    @Test("Held back are the live events of the named systems only", arguments: StoreFactory.all)
    func heldBack(_ factory: StoreFactory) async throws {
        let outbox = try await factory.outbox(folder)
        _ = try await outbox.append([
            Sample.submission("held", system: "vnaccs", route: .held), Sample.submission("live", system: "vnaccs"),
            Sample.submission("other", system: "edoc"),
        ])
        #expect(try await outbox.unsentIDs(heldBack: ["vnaccs"]) == ["held", "other"])
        #expect(try await outbox.unsentIDs(limit: 1, heldBack: ["vnaccs", "edoc"]) == ["held"])
        #expect(try await outbox.unsentIDs() == ["held", "live", "other"])
    }

    @Test("Confirmed rows are not unsent any more; confirming twice or the unknown changes nothing", arguments: StoreFactory.all)
    func markSent(_ factory: StoreFactory) async throws {
        let outbox = try await factory.outbox(folder)
        _ = try await outbox.append((1...6).map { Sample.submission("\($0)", system: $0.isMultiple(of: 2) ? "edoc" : "vnaccs") })
        try await outbox.markSent([5, 1, 2])
        #expect(try await outbox.unsentIDs() == ["3", "4", "6"])
        try await outbox.markSent([1, 4, 4, 99])
        try await outbox.markSent([])
        #expect(try await outbox.unsentIDs() == ["3", "6"])
        #expect(try await outbox.highestPosition() == 6)
    }

    @Test("Whatever is confirmed in whatever order, exactly that is not unsent any more", arguments: StoreFactory.all)
    func markAny(_ factory: StoreFactory) async throws {
        let outbox = try await factory.outbox(folder)
        let systems = ["vnaccs", "edoc", "epayment"]
        _ = try await outbox.append((1...400).map { Sample.submission("\($0)", system: systems[$0 * $0 % 3]) })
        var left = Set(Int64(1)...400)
        // Dense stretches, lone rows far apart, and rows that were confirmed before.
        let portions: [[Int64]] = [
            Array(10...60), [1, 399, 200], stride(from: 70, through: 180, by: 3).map { $0 }, Array((55...75).reversed()),
            [400, 2, 3, 4], Array(stride(from: 380, to: 220, by: -1)).filter { $0 % 7 != 0 },
        ]
        for portion in portions {
            try await outbox.markSent(portion)
            left.subtract(portion)
            #expect(try await outbox.unsent(after: 0, limit: 1000, heldBack: []).map(\.position) == left.sorted())
        }
    }

    @Test("Sent rows can be sent again with the same bytes", arguments: StoreFactory.all)
    func resend(_ factory: StoreFactory) async throws {
        let outbox = try await factory.outbox(folder)
        _ = try await outbox.append([Sample.submission("a", "b", "c")])
        let before = try await outbox.unsent(after: 0, limit: 10, heldBack: [])
        try await outbox.markSent([1, 2])
        // "c" is unsent as it is, "unknown" never was: neither counts.
        #expect(try await outbox.resend(eventIDs: ["b", "c", "unknown"]) == 1)
        #expect(try await outbox.unsent(after: 0, limit: 10, heldBack: []) == Array(before.dropFirst()))
        #expect(try await outbox.resend(eventIDs: ["b"]) == 0)
    }

    @Test("Appends and confirms at the same time lose neither", arguments: StoreFactory.all)
    func concurrent(_ factory: StoreFactory) async throws {
        let outbox = try await factory.outbox(folder)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...100 {
                group.addTask {
                    _ = try await outbox.append([Sample.submission("event-\(number)")])
                    guard let row = try await outbox.events(ids: ["event-\(number)"]).first else { return }
                    if row.position.isMultiple(of: 2) { try await outbox.markSent([row.position]) }
                }
            }
            try await group.waitForAll()
        }
        let left = try await outbox.unsent(after: 0, limit: 1000, heldBack: []).map(\.position)
        #expect(left == (1...100).filter { !$0.isMultiple(of: 2) })
    }
}
