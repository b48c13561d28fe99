import Bus
import Events
import TestSupport
import Testing

@testable import Consumers

/// Between whoever reads from the broker and whoever commits.
struct HandoffTests {
    private let handoff = Handoff(limit: 3)

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
}
