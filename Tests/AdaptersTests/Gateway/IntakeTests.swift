import Adapters
import Bus
import Events
import Store
import Testing

@Suite(.timeLimit(.minutes(2)))
struct IntakeTests {
    @Test func anAcceptedMessageIsInTheOutboxWithItsAnswerAndIDs() async throws {
        let bench = GatewayBench()
        let result = try #require(await bench.accept("a1 k1 hello\na2 k2 world"))
        #expect(result.disposition == .accepted)
        #expect(result.text == "OK a1")
        #expect(result.eventIDs == ["a1", "a2"])
        #expect(await bench.outbox.rows.map(\.event.id) == ["a1", "a2"])
        #expect(await bench.outbox.rows.allSatisfy { $0.route == .live })
        #expect(bench.signal.count == 1, "the dispatcher is woken")
    }

    @Test func theSameMessageAgainGetsTheSameAnswerAndStoresNothing() async throws {
        let bench = GatewayBench()
        let first = try #require(await bench.accept("a1 k1 hello"))
        let second = try #require(await bench.accept("a1 k1 hello"))
        #expect(second.disposition == .duplicate)
        #expect(second.answer == first.answer)
        #expect(second.eventIDs == first.eventIDs)
        #expect(await bench.outbox.rows.count == 1)
    }

    @Test func anIdentifierWithOtherContentIsRefusedAndKept() async throws {
        let bench = GatewayBench()
        _ = await bench.accept("a1 k1 hello")
        let result = try #require(await bench.accept("a1 k1 other"))
        #expect(result.error?.code == .identifierReused)
        #expect(result.text == "NO identifierReused")
        #expect(bench.outbox.refusals.map(\.code) == ["identifierReused"])
        #expect(await bench.outbox.rows.count == 1)
    }

    @Test func whatTheCodecRefusesIsKeptInQuarantineWithItsBytes() async throws {
        let bench = GatewayBench()
        let result = try #require(await bench.accept("!broken"))
        #expect(result.error?.code == .badItem)
        #expect(result.error?.line == 1)
        #expect(bench.outbox.refusals.map(\.native) == [Array("!broken".utf8)])
        #expect(await bench.outbox.rows.isEmpty)
    }

    @Test func emptyAndTooLargeMessagesAreRefusedBeforeTheyAreRead() async throws {
        let bench = GatewayBench()
        #expect(await bench.accept("")?.error?.code == .empty)
        let large = [UInt8](repeating: 0x61, count: Limits.nativeMessageBytes + 1)
        let result = try #require(await bench.intake.accept(system: .vnaccs, bytes: large, received: GatewayBench.time))
        #expect(result.error?.code == .tooLarge)
        #expect(bench.outbox.refusals.allSatisfy { $0.native.count <= 4096 })
    }

    @Test func aStoreThatFailsNeverGivesAnAcceptance() async throws {
        let bench = GatewayBench()
        bench.outbox.isDown = true
        let result = try #require(await bench.accept("a1 k1 hello"))
        #expect(result.error?.code == .notStored)
        #expect(result.error?.isRetryable == true)
        #expect(result.retryAfter == 60)
        bench.outbox.isDown = false
        #expect(await bench.accept("a1 k1 hello")?.disposition == .accepted)
        #expect(bench.outbox.refusals.isEmpty, "it was not refused for good")
    }

    @Test func aRefusalIsGivenEvenWhenItCannotBeKept() async {
        let bench = GatewayBench()
        bench.outbox.isDown = true
        #expect(await bench.accept("!broken")?.error?.code == .badItem)
    }

    @Test func aRefusingReceiverStoresNothingAndSaysWhenItOpens() async throws {
        let bench = GatewayBench()
        bench.gate.move("vnaccs", to: .refusing, until: Timestamp(milliseconds: GatewayBench.time.milliseconds + 90_001))
        let result = try #require(await bench.accept("a1 k1 hello"))
        #expect(result.error?.code == .receiverClosed)
        #expect(result.text == "CLOSED catalogs change")
        #expect(result.retryAfter == 91)
        #expect(await bench.outbox.rows.isEmpty)
        #expect(bench.outbox.refusals.isEmpty)
        #expect(await bench.accept("t1 k1 hello", system: .treasury)?.disposition == .accepted, "others go on")
    }

    @Test(arguments: [
        (ReceiverRecord.State.open, OutboxRoute.live), (.holding, .held), (.releasing, .live),
    ])
    func theReceiverDecidesTheRoute(state: ReceiverRecord.State, route: OutboxRoute) async {
        let bench = GatewayBench()
        bench.gate.move("vnaccs", to: state)
        _ = await bench.accept("a1 k1 hello")
        #expect(await bench.outbox.rows.map(\.route) == [route])
    }

    @Test func aSystemWithoutACodecIsNotServed() async {
        #expect(await GatewayBench().accept("a1 k1 hello", system: .edoc) == nil)
    }
}
