import Bus
import Events
import Store
import TestSupport
import Testing

@testable import Consumers

/// Between whoever reads from the broker and whoever commits.
@Suite(.timeLimit(.minutes(1)))
struct HandoffTests {
    private let handoff = Handoff(limit: 3, pace: CommitPace(interval: .zero))

    /// Each is one undecodable event.
    private func piece(_ tags: UInt64...) -> [DecodedDelivery] {
        tags.map {
            DecodedDelivery(
                Delivery(
                    tag: DeliveryTag(generation: 1, tag: $0), queue: "q", exchange: "", routingKey: "k", redelivered: false, contentType: nil,
                    messageID: nil, headers: [:], body: Array("no event".utf8)),
                for: TallyConsumer(), suspectDeliveries: 5)
        }
    }

    private func tags(_ taken: Handoff.Taken) -> [UInt64]? {
        guard case .deliveries(let deliveries) = taken else { return nil }
        return deliveries.map(\.tag.tag)
    }

    @Test func whatComesWhileTheWorkerIsBusyIsTakenTogetherInOrder() async {
        #expect(await handoff.put(piece(1)))
        #expect(await handoff.put(piece(2)))
        #expect(tags(await handoff.take(until: nil)) == [1, 2])
    }

    @Test func whenEnoughWaitsThePullerWaitsUntilItIsTaken() async throws {
        #expect(await handoff.put(piece(1, 2)))
        let handoff = handoff
        let more = piece(3, 4)
        let putter = Task { await handoff.put(more) }
        try await eventually("the puller waits") { handoff.hasPutter }
        #expect(tags(await handoff.take(until: nil)) == [1, 2, 3, 4])
        #expect(await putter.value)
        #expect(await handoff.put(piece(5)))
        #expect(tags(await handoff.take(until: nil)) == [5])
    }

    @Test func whatWasPutIsStillTakenAfterTheEnd() async {
        #expect(await handoff.put(piece(1)))
        handoff.close()
        #expect(tags(await handoff.take(until: nil)) == [1])
        guard case .closed = await handoff.take(until: nil) else {
            Issue.record("there is something after the end")
            return
        }
    }

    @Test func whoeverPutsLearnsThatNobodyTakes() async throws {
        #expect(await handoff.put(piece(1, 2)))
        let handoff = handoff
        let more = piece(3)
        let putter = Task { await handoff.put(more) }
        try await eventually("the puller waits") { handoff.hasPutter }
        handoff.abandon()
        #expect(await putter.value == false)
        #expect(await handoff.put(piece(5)) == false)
    }

    @Test func aDeadlineEndsTheWaitAndTakesNothingAway() async {
        guard case .deadline = await handoff.take(until: .now + .milliseconds(1)) else {
            Issue.record("something was there")
            return
        }
        #expect(await handoff.put(piece(1)))
        #expect(tags(await handoff.take(until: .now + .seconds(60))) == [1])
    }

    // MARK: Company

    /// Whose worker has had one event, and finds two more when it comes again: it expects three.
    private func busy(interval: Duration, limit: Int = 100) async -> Handoff {
        let handoff = Handoff(limit: limit, pace: CommitPace(interval: interval))
        _ = await handoff.put(piece(1))
        #expect(tags(await handoff.take(until: nil)) == [1])
        _ = await handoff.put(piece(2))
        _ = await handoff.put(piece(3))
        return handoff
    }

    @Test func aBusyWorkerWaitsForAsManyAsItHasLatelyFound() async throws {
        let handoff = await busy(interval: .seconds(3600))
        let taker = Task { await handoff.take(until: nil) }
        try await eventually("the worker waits") { handoff.hasTaker }
        #expect(await handoff.put(piece(4)))
        #expect(tags(await taker.value) == [2, 3, 4])
    }

    @Test func itWaitsNoLongerThanToTheEndOfTheInterval() async {
        let handoff = await busy(interval: .milliseconds(50))
        #expect(tags(await handoff.take(until: nil)) == [2, 3])
    }

    @Test func itDoesNotWaitForWhoeverHandsOverOneByOne() async {
        let handoff = Handoff(limit: 100, pace: CommitPace(interval: .seconds(3600)))
        for tag in UInt64(1)...5 {
            #expect(await handoff.put(piece(tag)))
            #expect(tags(await handoff.take(until: nil)) == [tag])
            // Acknowledged, and only then the next one comes.
            handoff.ended()
        }
    }

    @Test func itDoesNotWaitWhenThePullerDoes() async throws {
        let handoff = Handoff(limit: 3, pace: CommitPace(interval: .seconds(3600)))
        #expect(await handoff.put(piece(1, 2)))
        #expect(tags(await handoff.take(until: nil)) == [1, 2])
        #expect(await handoff.put(piece(3, 4)))
        let more = piece(5)
        let putter = Task { await handoff.put(more) }
        try await eventually("the puller waits") { handoff.hasPutter }
        // Five are expected by now, and nobody puts more.
        #expect(tags(await handoff.take(until: nil)) == [3, 4, 5])
        #expect(await putter.value)
    }

    @Test func itDoesNotWaitForMoreAfterTheEnd() async throws {
        let handoff = await busy(interval: .seconds(3600))
        let taker = Task { await handoff.take(until: nil) }
        try await eventually("the worker waits") { handoff.hasTaker }
        handoff.close()
        #expect(tags(await taker.value) == [2, 3])
    }
}
