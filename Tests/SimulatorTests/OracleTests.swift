import Bus
import Consumers
import Events
import Foundation
import JSON
import Store
import TestSupport
import Testing

@testable import Simulator

struct OracleTests {
    @Test(
        "The oracle and the consumer agree, in the order of handing over and in any other",
        arguments: [nil, 1, 2, 3] as [UInt64?])
    func agreement(order: UInt64?) async throws {
        let traffic = Traffic(Samples.options(seed: 5, count: 60))
        var drafts = try Samples.messages(traffic).flatMap { try Samples.decode($0).events }
        if let order {
            var generator = TestSupport.SeededGenerator(seed: order)
            drafts.shuffle(using: &generator)
        }
        let harness = ConsumerHarness(DeclarationConsumer(), codes: SampleCodes())
        try await harness.feed(drafts)
        #expect(try await harness.parked().map(\.detail) == [])
        let oracle = try Samples.oracle(traffic)
        #expect(oracle.count == 60)
        for entry in oracle {
            let view = try await DeclarationView.load(entry.number, from: harness.ledger)
            #expect(entry.differences(from: view?.json) == [])
        }
    }

    /// Three declarations of each story: their messages through the real codecs, in business order, backwards, and shuffled
    /// with each message twice. What is asked of the pool is what `declaration show` prints.
    @Test("Each story ends in the pool as the oracle says, in any order", arguments: Story.allCases)
    func story(_ story: Story) async throws {
        let scripts = (0..<1500).lazy.map { DeclarationScript(index: $0, options: Samples.options(seed: 4, count: 1500)) }
            .filter { $0.story == story }.prefix(3)
        #expect(scripts.count == 3)
        let traffic = Traffic(Samples.options())
        for script in scripts {
            let messages = try Samples.told(script)
            var shuffled = messages + messages
            var generator = TestSupport.SeededGenerator(seed: UInt64(script.index))
            shuffled.shuffle(using: &generator)
            for order in [messages, messages.reversed(), shuffled] {
                let harness = ConsumerHarness(DeclarationConsumer(), codes: SampleCodes())
                try await harness.feed(try order.flatMap { try Samples.decode($0).events })
                #expect(try await harness.parked().map(\.detail) == [])
                let entry = traffic.entry(script)
                let view = try await DeclarationView.load(entry.number, from: harness.ledger)
                #expect(entry.differences(from: view?.json) == [])
            }
        }
    }

    @Test("What differs is said, and so is what is unknown")
    func differences() throws {
        let entry = OracleEntry(
            number: "100000000010", status: "cleared", lane: "1", office: "03EE", assessed: "10", paid: "10", credited: "0")
        #expect(entry.differences(from: entry.json) == [])
        #expect(entry.differences(from: nil) == ["100000000010: unknown"])
        var other = entry
        other.paid = "9"
        #expect(entry.differences(from: other.json) == ["100000000010: paid is 9, expected 10"])
        #expect(entry.differences(from: [:]).count == 7)
    }

    @Test("Sums beside the fixed members are looked at where the oracle has them, those within others by their path")
    func beside() throws {
        var entry = OracleEntry(
            number: "100000000010", status: "cleared", lane: "1", office: "03EE", assessed: "10", paid: "10", credited: "0",
            beside: OracleEntry.Beside(refunded: "3", guaranteed: "0", feesAssessed: nil, feesPaid: "20000"))
        #expect(OracleEntry(json: entry.json) == entry)
        #expect(entry.differences(from: entry.json) == [])
        #expect(entry.json["fees"]?["assessed"] == .null)
        var other = entry
        other.beside?.refunded = "4"
        other.beside?.feesAssessed = "20000"
        #expect(
            entry.differences(from: other.json) == [
                "100000000010: refunded is 4, expected 3", "100000000010: fees.assessed is 20000, expected absent",
            ])
        entry.beside = nil
        #expect(entry.differences(from: other.json) == [])
        #expect(OracleEntry(json: entry.json) == entry)
        var damaged = other.members
        damaged["refunded"] = nil
        #expect(OracleEntry(json: .object(damaged)) == nil)
    }

    @Test("An oracle on disk is read as it was written; a damaged line is named")
    func onDisk() async throws {
        try await TemporaryDirectory.with { folder in
            let oracle = try Samples.oracle(Traffic(Samples.options(count: 10)))
            let path = folder.file("oracle.jsonl")
            try OracleFile.write(oracle, to: path)
            #expect(try OracleFile.read(path) == oracle)
            var lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
            lines[3] = "{\"number\":\"1\"}"
            try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: path))
            let error = #expect(throws: OracleFileError.self) { try OracleFile.read(path) }
            #expect(error?.line == 4)
        }
    }
}

/// The sample offices as a catalog of those that the simulator uses.
private struct SampleCodes: CodesInForce {
    func office(_ code: String, at time: Timestamp) -> OfficeInForce { OfficeInForce(code: code) }

    func officeCode(shortName: String, at time: Timestamp) -> String? {
        SampleOffices.all.first { $0.shortName == shortName }?.code
            ?? SampleOffices.all.first { $0.successor.shortName == shortName }?.successor.code
    }
}
