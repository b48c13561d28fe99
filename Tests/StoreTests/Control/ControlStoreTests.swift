import Store
import Testing

@Suite("Control records and their log")
struct ControlStoreTests {
    let folder: ScratchFolder
    init() throws { folder = try ScratchFolder() }

    @Test("A change writes its records and one log entry", arguments: StoreFactory.all)
    func commit(_ factory: StoreFactory) async throws {
        let control = try await factory.control(folder)
        let entry = try await control.commit(
            Sample.change(Sample.write("vnaccs", expected: 0, value: "holding"), Sample.write("edoc", expected: nil, value: "open")))
        #expect(entry.sequence == 1)
        #expect(entry.actor == "lan" && entry.action == "receiver.pause" && entry.subject == "vnaccs")
        #expect(entry.reason == "rehearsal" && entry.before == "open" && entry.after == "holding" && entry.at == Sample.now)
        #expect(
            try await control.record("receiver", "vnaccs")
                == ControlRecord(kind: "receiver", key: "vnaccs", generation: 1, value: Array("holding".utf8)))
        #expect(try await control.records("receiver").map(\.key) == ["edoc", "vnaccs"])
        #expect(try await control.records("catalog").isEmpty)
        #expect(try await control.record("receiver", "unknown") == nil)
        #expect(try await control.log(after: 0, limit: 10) == [entry])
    }

    @Test("A change that builds on another generation changes nothing at all", arguments: StoreFactory.all)
    func conflict(_ factory: StoreFactory) async throws {
        let control = try await factory.control(folder)
        _ = try await control.commit(Sample.change(Sample.write("vnaccs", expected: 0, value: "1")))
        for expected: Int64 in [0, 2] {
            let error = await #expect(throws: StoreError.self) {
                try await control.commit(
                    Sample.change(
                        Sample.write("edoc", expected: 0, value: "2"), Sample.write("vnaccs", expected: expected, value: "2")))
            }
            #expect(error?.code == .conflict)
        }
        #expect(try await control.record("receiver", "edoc") == nil)
        #expect(try await control.log(after: 0, limit: 10).count == 1)
        _ = try await control.commit(Sample.change(Sample.write("vnaccs", expected: 1, value: "2")))
        #expect(try await control.record("receiver", "vnaccs")?.generation == 2)
    }

    @Test("Of several changes built on one generation, one wins", arguments: StoreFactory.all)
    func race(_ factory: StoreFactory) async throws {
        let control = try await factory.control(folder)
        let won = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<20 {
                group.addTask {
                    let change = Sample.change(Sample.write("vnaccs", expected: 0, value: "\(number)"))
                    return (try? await control.commit(change)) != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(won == 1)
        #expect(try await control.log(after: 0, limit: 100).count == 1)
    }

    @Test("A deleted record is gone, and one that comes back is not taken for it", arguments: StoreFactory.all)
    func delete(_ factory: StoreFactory) async throws {
        let control = try await factory.control(folder)
        _ = try await control.commit(Sample.change(Sample.write("vnaccs", expected: 0, value: "1")))
        _ = try await control.commit(Sample.change(Sample.write("vnaccs", expected: 1, value: nil)))
        #expect(try await control.record("receiver", "vnaccs") == nil)
        #expect(try await control.records("receiver").isEmpty)
        _ = try await control.commit(Sample.change(Sample.write("vnaccs", expected: 0, value: "2")))
        #expect(try await control.record("receiver", "vnaccs")?.generation == 3)
    }

    @Test("The log is chained, read in order and verifies", arguments: StoreFactory.all)
    func chain(_ factory: StoreFactory) async throws {
        let control = try await factory.control(folder)
        #expect(try await control.verify() == nil)
        for number in 1...7 {
            _ = try await control.commit(Sample.change(action: "step", reason: "reason \(number)"))
        }
        let log = try await control.log(after: 0, limit: 100)
        #expect(log.map(\.sequence) == Array(1...7))
        #expect(Set(log.map(\.hash)).count == 7)
        #expect(log.allSatisfy { $0.hash.count == 64 && $0.hash.allSatisfy { "0123456789abcdef".contains($0) } })
        #expect(try await control.log(after: 5, limit: 1).map(\.sequence) == [6])
        #expect(try await control.verify() == nil)
    }

    @Test("Stores chain alike: the same changes give the same hashes")
    func sameChain() async throws {
        var hashes: [[String]] = []
        for factory in StoreFactory.all {
            let control = try await factory.control(folder)
            for reason in ["a", "b", "c"] { _ = try await control.commit(Sample.change(reason: reason)) }
            hashes.append(try await control.log(after: 0, limit: 10).map(\.hash))
        }
        #expect(hashes[0] == hashes[1])
    }
}
