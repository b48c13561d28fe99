import Store
import Testing

@Suite("Parked events in a ledger")
struct LedgerParkingTests {
    let folder: ScratchFolder
    init() throws { folder = try ScratchFolder() }

    @Test("Parked events keep their order of arrival, whatever happens to those before", arguments: StoreFactory.all)
    func order(_ factory: StoreFactory) async throws {
        let ledger = try await factory.ledger(folder)
        try await ledger.transact { ledger in
            for id in ["z", "a", "m"] { try ledger.park(Sample.parked(id, cause: id == "z" ? "undecodable" : "behind", attempts: 0)) }
            try ledger.park(Sample.parked("elsewhere", key: "20512345678"))
            try ledger.park(Sample.parked("a", consumer: "other"))
        }
        try await ledger.transact { try $0.park(Sample.parked("z", cause: "rule", attempts: 2)) }
        let parked = try await ledger.transact { try $0.parked(consumer: "pool", key: "10512345678") }
        #expect(parked.map(\.eventID) == ["z", "a", "m"])
        #expect(parked[0] == Sample.parked("z", cause: "rule", attempts: 2))
        #expect(try await ledger.parked(consumer: nil, key: nil, limit: 10).map(\.eventID) == ["z", "a", "m", "elsewhere", "a"])
        #expect(try await ledger.parked(consumer: "pool", key: nil, limit: 2).map(\.eventID) == ["z", "a"])
        #expect(try await ledger.parked(consumer: nil, key: "20512345678", limit: 10).map(\.eventID) == ["elsewhere"])
        #expect(try await ledger.parked(consumer: "other", key: "10512345678", limit: 10).map(\.eventID) == ["a"])
    }

    @Test("Parking again adds to the attempts and states the latest cause", arguments: StoreFactory.all)
    func attempts(_ factory: StoreFactory) async throws {
        let ledger = try await factory.ledger(folder)
        try await ledger.transact { try $0.park(Sample.parked("a", cause: "behind", attempts: 0)) }
        try await ledger.transact { try $0.park(Sample.parked("a", cause: "rule", attempts: 3)) }
        try await ledger.transact { try $0.park(Sample.parked("a", cause: "rule", attempts: 2)) }
        #expect(try await ledger.parked(consumer: nil, key: nil, limit: 10) == [Sample.parked("a", cause: "rule", attempts: 5)])
    }

    @Test("A key is blocked for its consumer until its last parked event is settled", arguments: StoreFactory.all)
    func blocked(_ factory: StoreFactory) async throws {
        let ledger = try await factory.ledger(folder)
        let key = "10512345678"
        try await ledger.transact { ledger in
            try ledger.park(Sample.parked("a"))
            try ledger.park(Sample.parked("b"))
        }
        let states = try await ledger.transact { ledger in
            var states = [try ledger.isBlocked(key: key, consumer: "pool")]
            states.append(try ledger.isBlocked(key: key, consumer: "other"))
            states.append(try ledger.isBlocked(key: "20512345678", consumer: "pool"))
            try ledger.settleParked("a", consumer: "pool", discardedBecause: nil)
            states.append(try ledger.isBlocked(key: key, consumer: "pool"))
            try ledger.settleParked("b", consumer: "pool", discardedBecause: "sent twice by the bank")
            states.append(try ledger.isBlocked(key: key, consumer: "pool"))
            return states
        }
        #expect(states == [true, false, false, true, false])
        let ids = try await ledger.parkedIDs()
        #expect(ids.parked.isEmpty)
        #expect(ids.discarded == ["b"])
    }

    @Test("What is not parked cannot be discarded, but counts as settled", arguments: StoreFactory.all)
    func unknown(_ factory: StoreFactory) async throws {
        let ledger = try await factory.ledger(folder)
        try await ledger.transact { try $0.park(Sample.parked("a", consumer: "other")) }
        try await ledger.transact { try $0.settleParked("a", consumer: "pool", discardedBecause: nil) }
        let error = await #expect(throws: StoreError.self) {
            try await ledger.transact { try $0.settleParked("a", consumer: "pool", discardedBecause: "wrong") }
        }
        #expect(error?.code == .invalid)
        let ids = try await ledger.parkedIDs()
        #expect(ids.parked == ["a"])
        #expect(ids.discarded.isEmpty)
    }

    @Test("Attempts are counted for each consumer by itself, until they are forgotten", arguments: StoreFactory.all)
    func counted(_ factory: StoreFactory) async throws {
        let ledger = try await factory.ledger(folder)
        let counts = try await ledger.transact { ledger in
            [
                try ledger.noteAttempt(at: "a", consumer: "pool"), try ledger.noteAttempt(at: "a", consumer: "other"),
                try ledger.noteAttempt(at: "b", consumer: "pool"), try ledger.noteAttempt(at: "a", consumer: "pool"),
            ]
        }
        #expect(counts == [1, 1, 1, 2])
        try await ledger.transact { try $0.forgetAttempts(at: "a", consumer: "pool") }
        try await ledger.transact { try $0.forgetAttempts(at: "never", consumer: "pool") }
        #expect(try await ledger.transact { try $0.noteAttempt(at: "a", consumer: "pool") } == 1)
        #expect(try await ledger.transact { try $0.noteAttempt(at: "a", consumer: "other") } == 2)
    }
}
