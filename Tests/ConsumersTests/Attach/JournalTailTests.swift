import Bus
import Events
import Testing

@testable import Consumers

struct JournalTailTests {
    private let time = TickerDouble()

    /// Ten messages, the odd ones of another system; the last five accepted at midnight.
    private func tail() throws -> JournalTail {
        let journal = try (0..<10).map { number in
            let type = number.isMultiple(of: 2) ? "vn.customs.epayment.payment.made.v1" : "vn.customs.treasury.payment.advised.v1"
            return try Samples.delivery(
                [Samples.event(number, type: type, at: number < 5 ? Samples.evening : Samples.midnight)],
                queue: "lt.journal", tag: number, offset: number)
        }
        return JournalTail(ticker: time.ticker, count: { journal.count }) { start throws(BusError) in
            // As a stream does: an offset with the chunk it lies in, a time with some that were before.
            switch start {
            case .last: QueueDouble(Array(journal.suffix(3))).consume()
            case .offset(let offset): QueueDouble(Array(journal.dropFirst(Int(offset) / 4 * 4))).consume()
            case .first, .time: QueueDouble(journal).consume()
            }
        }
    }

    private func offsets(
        _ start: JournalTail.Start, to end: UInt64? = 9, _ pattern: String? = nil, limit: Int = .max
    ) async throws -> [UInt64] {
        var offsets: [UInt64] = []
        try await tail().read(from: start, to: end, patterns: pattern.flatMap { RoutingPattern($0) }.map { [$0] } ?? []) {
            offsets.append($0.offset)
            return offsets.count < limit
        }
        return offsets
    }

    @Test func theEndIsTheLastOffset() async throws {
        #expect(try await tail().end() == 9)
    }

    @Test func eachStartShowsWhatItSays() async throws {
        #expect(try await offsets(.first) == Array(0...9))
        #expect(try await offsets(.last) == [7, 8, 9])
        #expect(try await offsets(.offset(6)) == [6, 7, 8, 9], "not the chunk's first messages")
        #expect(try await offsets(.time(Samples.midnight)) == [5, 6, 7, 8, 9], "not what was accepted before")
    }

    @Test func itStopsAtTheEndThatWasAskedForAndAtTheLimit() async throws {
        #expect(try await offsets(.first, to: 3) == [0, 1, 2, 3])
        #expect(try await offsets(.first, limit: 2) == [0, 1])
        #expect(try await offsets(.first, to: nil, limit: 4) == [0, 1, 2, 3])
    }

    @Test func onlyWhatThePatternMatchesIsShown() async throws {
        #expect(try await offsets(.first, "treasury.#") == [1, 3, 5, 7, 9])
        #expect(try await offsets(.first, "edoc.#") == [])
    }
}
