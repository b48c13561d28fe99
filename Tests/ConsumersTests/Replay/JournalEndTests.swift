import Bus
import Testing

@testable import Consumers

struct JournalEndTests {
    private let time = TickerDouble()

    private func end(_ journal: [Delivery], counted: Int) async throws(BusError) -> UInt64? {
        try await JournalEnd().find(count: { counted }, time.ticker) { QueueDouble(journal).consume() }
    }

    @Test func theHighestOffsetOfWhatComesIsTheEndWhateverTheBrokerCounts() async throws {
        let journal = try (3..<9).map { try Samples.delivery([Samples.event($0)], queue: "lt.journal", tag: $0, offset: $0) }
        #expect(try await end(journal, counted: 0) == 8)
        #expect(try await end(journal, counted: 9) == 8)
    }

    @Test func emptyIsOnlyWhatAnswersNothingAndIsCountedAsNothing() async throws {
        #expect(try await end([], counted: 0) == nil)
        #expect(time.elapsed >= .seconds(5), "a broker brings a stream's count up to date every 5 s")
        let error = await #expect(throws: BusError.self) { try await end([], counted: 4) }
        #expect(error?.code == .silence)
        #expect(error?.isRetryable == true)
    }

    /// A broker that started again meanwhile counts 0 in a stream that is full, and cannot deliver before it is back.
    @Test("A silence over no link, or over a young one, says nothing", arguments: [nil, Duration.seconds(5)])
    func silenceCountsOverOneLinkOnly(age: Duration?) async throws {
        let error = await #expect(throws: BusError.self) {
            try await JournalEnd().find(count: { 0 }, time.ticker) { SourceDouble(QueueDouble([]), linkedFor: age) }
        }
        #expect(error?.code == .silence)
        #expect(error?.isRetryable == true)
    }

    @Test func aBrokerThatIsAwayIsNoEmptyJournal() async throws {
        let error = await #expect(throws: BusError.self) {
            try await JournalEnd().find(
                count: { () throws(BusError) in throw BusError(.unreachable, "nobody answers", isRetryable: true) }, time.ticker
            ) { QueueDouble([]).consume() }
        }
        #expect(error?.code == .unreachable)
    }
}
