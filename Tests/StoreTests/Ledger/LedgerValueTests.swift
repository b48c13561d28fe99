import Store
import Testing

private struct Refusal: Error {}

@Suite("What consumers keep of their own")
struct LedgerValueTests {
    let folder: ScratchFolder
    init() throws { folder = try ScratchFolder() }

    @Test("A value is as it was last set, in the transaction and after it", arguments: StoreFactory.all)
    func setAndGet(_ factory: StoreFactory) async throws {
        let ledger = try await factory.ledger(folder)
        let inside = try await ledger.transact { ledger in
            try ledger.setValue([1], "k", of: "notices")
            try ledger.setValue([2, 0, 3], "k", of: "notices")
            try ledger.setValue([], "empty", of: "notices")
            return try ledger.value("k", of: "notices")
        }
        #expect(inside == [2, 0, 3])
        #expect(try await ledger.value("k", of: "notices") == [2, 0, 3])
        #expect(try await ledger.value("empty", of: "notices") == [])
        #expect(try await ledger.value("k", of: "others") == nil)
        try await ledger.transact { try $0.setValue(nil, "k", of: "notices") }
        #expect(try await ledger.value("k", of: "notices") == nil)
    }

    @Test("A transaction that fails leaves values as they were", arguments: StoreFactory.all)
    func rollback(_ factory: StoreFactory) async throws {
        let ledger = try await factory.ledger(folder)
        try await ledger.transact { try $0.setValue([1], "k", of: "notices") }
        await #expect(throws: StoreError.self) {
            try await ledger.transact { ledger in
                try ledger.setValue([2], "k", of: "notices")
                try ledger.setValue([2], "new", of: "notices")
                throw Refusal()
            }
        }
        #expect(try await ledger.value("k", of: "notices") == [1])
        #expect(try await ledger.value("new", of: "notices") == nil)
    }

    @Test("Pages come in the order of bytes, by prefix, after a key, up to the limit", arguments: StoreFactory.all)
    func pages(_ factory: StoreFactory) async throws {
        let ledger = try await factory.ledger(folder)
        let keys = ["a/2", "a/10", "a/1", "b/1", "a", "a/\u{1F6A2}", "a/\u{FFFD}", "A/1"]
        try await ledger.transact { ledger in
            for key in keys { try ledger.setValue(Array(key.utf8), key, of: "notices") }
            try ledger.setValue([0], "a/0", of: "others")
        }
        func page(_ prefix: String, _ after: String?, _ limit: Int) async throws -> [String] {
            try await ledger.values(of: "notices", prefix: prefix, after: after, limit: limit).map(\.key)
        }
        #expect(try await page("a/", nil, 9) == ["a/1", "a/10", "a/2", "a/\u{FFFD}", "a/\u{1F6A2}"])
        #expect(try await page("a/", "a/10", 2) == ["a/2", "a/\u{FFFD}"])
        #expect(try await page("", nil, 2) == ["A/1", "a"])
        #expect(try await page("c", nil, 9).isEmpty)
        #expect(try await page("a/", nil, 0).isEmpty)
    }

    @Test("Keys and values beyond the limits are refused", arguments: StoreFactory.all)
    func limits(_ factory: StoreFactory) async throws {
        let ledger = try await factory.ledger(folder)
        let tooLong = String(repeating: "k", count: ConsumerValue.keyBytes + 1)
        let tooLarge = [UInt8](repeating: 0, count: ConsumerValue.valueBytes + 1)
        for (key, value) in [("", [1]), (tooLong, [1]), ("a\0b", [1]), ("k", tooLarge)] as [(String, [UInt8])] {
            let error = await #expect(throws: StoreError.self) {
                try await ledger.transact { try $0.setValue(value, key, of: "notices") }
            }
            #expect(error?.code == .invalid)
        }
        try await ledger.transact { try $0.setValue(Array(tooLarge.dropLast()), String(tooLong.dropLast()), of: "notices") }
    }
}
