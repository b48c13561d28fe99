import Events
import Foundation
import TestSupport
import Testing

@testable import Simulator

struct TrafficTests {
    @Test("The same seed makes the same bytes, another seed others")
    func seeded() throws {
        let traffic = try Samples.messages(Traffic(Samples.options()))
        #expect(try Samples.messages(Traffic(Samples.options())) == traffic)
        #expect(traffic.count > 200)
        let other = Set(try Samples.messages(Traffic(Samples.options(seed: 8))).map(\.bytes))
        #expect(other.isDisjoint(with: traffic.map(\.bytes)))
    }

    @Test("A block is the same whether the blocks before it were made or not")
    func blocks() throws {
        let traffic = Traffic(Samples.options())
        #expect(traffic.blocks == 2)
        let alone = try Traffic(Samples.options()).block(1)
        _ = try traffic.block(0)
        let after = try traffic.block(1)
        #expect(alone.messages == after.messages)
        #expect(alone.oracle == after.oracle)
    }

    @Test("Every message is one that the real codec takes, and nothing has an id of something else")
    func decodable() throws {
        var ids: [String: [UInt8]] = [:]
        for message in try Samples.messages(Traffic(Samples.options(count: 100))) {
            let decoded = try Samples.decode(message)
            #expect(!decoded.events.isEmpty, "\(message.form)")
            for event in decoded.events {
                #expect(event.type.system == message.system.rawValue)
                #expect(ids[event.id] == nil || ids[event.id] == message.bytes, "\(event.id)")
                ids[event.id] = message.bytes
            }
        }
        #expect(ids.count > 500)
    }

    @Test("A system speaks of a declaration in the order of business time")
    func orderInLanes() throws {
        var last: [String: String] = [:]
        for message in try Samples.messages(Traffic(Samples.options(duplicates: 0))) {
            let time = try #require(Samples.decode(message).events.map(\.time.description).min())
            if let before = last[message.lane] { #expect(before <= time, "\(message.lane) \(message.form)") }
            last[message.lane] = time
        }
        #expect(last.count > 80)
    }

    @Test("Repeated messages are the same bytes, as many as asked for")
    func duplicates() throws {
        let without = try Samples.messages(Traffic(Samples.options(duplicates: 0)))
        #expect(Set(without).count == without.count)
        let twice = try Samples.messages(Traffic(Samples.options(duplicates: 100)))
        #expect(twice.count == 2 * without.count)
        #expect(Set(twice) == Set(without))
    }

    @Test("Of some systems alone come their messages and no others", arguments: SystemName.allCases)
    func systems(system: SystemName) throws {
        let options = Samples.options(duplicates: 0)
        let all = try Samples.messages(Traffic(options))
        let alone = try Samples.messages(Traffic(options, systems: [system]))
        #expect(!alone.isEmpty)
        #expect(Set(alone) == Set(all.filter { $0.system == system }))
        #expect(try Samples.oracle(Traffic(options, systems: [system])) == Samples.oracle(Traffic(options)))
    }

    @Test("Files hold the messages, by system, in the order of handing over")
    func files() async throws {
        try await TemporaryDirectory.with { folder in
            let traffic = Traffic(Samples.options(count: 20))
            var files = TrafficFiles(folder: folder.path)
            let messages = try traffic.block(0).messages
            try files.write(messages)
            for system in SystemName.allCases {
                let place = folder.file(system.rawValue)
                let names = try FileManager.default.contentsOfDirectory(atPath: place).sorted()
                let bytes = try names.map { [UInt8](try Data(contentsOf: URL(fileURLWithPath: place + "/" + $0))) }
                #expect(bytes == messages.filter { $0.system == system }.map(\.bytes))
            }
        }
    }
}
