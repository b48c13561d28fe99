import Bus
import JSON
import Testing

@testable import Store

struct DispatchMachineTests {
    private var machine = Self.machine()

    private static func machine(windowRows: Int? = nil) -> DispatchMachine {
        var configuration = DispatcherConfiguration()
        configuration.backoff = RetryBackoff(base: .seconds(1), cap: .seconds(8))
        configuration.windowRows = windowRows ?? configuration.windowRows
        return DispatchMachine(configuration: configuration, jitter: { 1 })
    }

    private func row(
        _ position: Int64, _ key: String, _ route: OutboxRoute = .live, system: String = "vnaccs",
        bytes: [UInt8] = [0x7B, 0x7D]
    ) -> OutboxRow {
        OutboxRow(
            position: position, route: route,
            event: EncodedEvent(
                id: "e\(position)", type: EventType(system: system, entity: "declaration", event: "registered"),
                time: Timestamp(milliseconds: 0), partitionKey: key, routingKey: key, bytes: bytes))
    }

    @Test mutating func oneMessageOfARoutingKeyIsUnderWay() {
        #expect(machine.next(now: .zero) == [.read(after: 0, limit: 256, heldBack: [], pass: 0)])
        machine.readFinished([row(1, "a"), row(2, "b"), row(3, "a")], limit: 256, pass: 0, now: .zero)
        #expect(
            machine.next(now: .zero) == [
                .publish(lane: "a", rows: [row(1, "a"), row(3, "a")]), .publish(lane: "b", rows: [row(2, "b")]),
            ])
        machine.woken()
        #expect(machine.next(now: .zero) == [.read(after: 3, limit: 256, heldBack: [], pass: 0)])
        machine.readFinished([row(4, "a")], limit: 256, pass: 0, now: .zero)
        #expect(machine.next(now: .zero).isEmpty)
        machine.publishFinished(.confirmed, lane: "a", now: .zero)
        #expect(machine.next(now: .zero) == [.mark([1, 3]), .publish(lane: "a", rows: [row(4, "a")])])
    }

    @Test mutating func fewRowsDoNotWaitForAPlace() {
        _ = machine.next(now: .zero)
        let keys = (1...70).map { "k\($0)" }
        machine.readFinished(keys.enumerated().map { row(Int64($0 + 1), $1) }, limit: 256, pass: 0, now: .zero)
        #expect(
            machine.next(now: .zero) == keys.prefix(64).enumerated().map { .publish(lane: $1, rows: [row(Int64($0 + 1), $1)]) })
        machine.publishFinished(.confirmed, lane: keys[9], now: .milliseconds(1))
        #expect(machine.next(now: .milliseconds(1)) == [.mark([10]), .publish(lane: keys[64], rows: [row(65, keys[64])])])
        #expect(machine.deadline() == .milliseconds(25))
        #expect(machine.next(now: .milliseconds(25)).count == 5)
    }

    @Test mutating func aPlaceIsTakenByAMessageHoweverLargeItIs() {
        _ = machine.next(now: .zero)
        let keys = (1...9).map { "k\($0)" }
        let rows = (0..<90).map { row(Int64($0 + 1), keys[$0 / 10]) }
        machine.readFinished(rows, limit: 256, pass: 0, now: .zero)
        #expect(machine.next(now: .zero).count == 8)
        machine.publishFinished(.confirmed, lane: keys[0], now: .milliseconds(1))
        #expect(machine.next(now: .milliseconds(1)) == [.mark(Array(1...10)), .publish(lane: keys[8], rows: Array(rows[80...]))])
    }

    @Test mutating func rowsGatherWhileTheWindowIsUsedUp() {
        machine = Self.machine(windowRows: 8)
        _ = machine.next(now: .zero)
        let keys = (1...10).map { "k\(Character(Unicode.Scalar(UInt8(64 + $0))))" }
        machine.readFinished(keys.enumerated().map { row(Int64($0 + 1), $1) }, limit: 256, pass: 0, now: .zero)
        #expect(
            machine.next(now: .zero) == keys.prefix(8).enumerated().map { .publish(lane: $1, rows: [row(Int64($0 + 1), $1)]) })
        machine.woken()
        _ = machine.next(now: .milliseconds(1))
        machine.readFinished([row(11, keys[8]), row(12, keys[9])], limit: 256, pass: 0, now: .milliseconds(1))
        #expect(machine.next(now: .milliseconds(2)).isEmpty)
        machine.publishFinished(.confirmed, lane: keys[3], now: .milliseconds(3))
        #expect(
            machine.next(now: .milliseconds(3)) == [
                .mark([4]), .publish(lane: keys[8], rows: [row(9, keys[8]), row(11, keys[8])]),
            ])
        #expect(machine.next(now: .milliseconds(4)).isEmpty)
    }

    @Test mutating func whatHasNoAnswerForLongHoldsUpNoOtherRoutingKey() {
        machine = Self.machine(windowRows: 8)
        _ = machine.next(now: .zero)
        let keys = (1...9).map { "k\($0)" }
        machine.readFinished(keys.enumerated().map { row(Int64($0 + 1), $1) }, limit: 256, pass: 0, now: .zero)
        #expect(machine.next(now: .zero).count == 8)
        #expect(machine.deadline() == .milliseconds(25))
        #expect(machine.next(now: .milliseconds(24)).isEmpty)
        #expect(machine.next(now: .milliseconds(25)) == [.publish(lane: "k9", rows: [row(9, "k9")])])
        #expect(machine.deadline() == nil)
    }

    @Test mutating func aFailureWaitsAndProbesAndReadsOnFromThere() {
        _ = machine.next(now: .zero)
        machine.readFinished([row(1, "a"), row(2, "b")], limit: 256, pass: 0, now: .zero)
        _ = machine.next(now: .zero)
        machine.publishFinished(.rejected, lane: "a", now: .zero)
        machine.publishFinished(.confirmed, lane: "b", now: .zero)
        #expect(machine.next(now: .zero) == [.mark([2])])
        #expect(machine.deadline() == .seconds(1))
        machine.markFinished([2])
        machine.woken()
        #expect(machine.next(now: .zero) == [.read(after: 2, limit: 256, heldBack: [], pass: 0)])
        machine.readFinished([row(3, "a"), row(4, "b")], limit: 256, pass: 0, now: .zero)
        #expect(machine.next(now: .zero) == [.publish(lane: "b", rows: [row(4, "b")])])
        #expect(machine.next(now: .seconds(1)) == [.probe(lane: "a", after: 0, limit: 128, heldBack: [])])
        #expect(machine.probeFinished([row(1, "a"), row(3, "a"), row(4, "b")], lane: "a", now: .zero) == [row(1, "a"), row(3, "a")])
        machine.publishFinished(.confirmed, lane: "a", now: .seconds(1))
        #expect(
            machine.next(now: .seconds(1)) == [.mark([1, 3]), .read(after: 3, limit: 256, heldBack: [], pass: 1)])
    }

    @Test mutating func repeatedFailuresWaitLongerAndAreCounted() {
        _ = machine.next(now: .zero)
        machine.readFinished([row(1, "a")], limit: 256, pass: 0, now: .zero)
        _ = machine.next(now: .zero)
        machine.publishFinished(.rejected, lane: "a", now: .zero)
        _ = machine.next(now: .seconds(1))
        _ = machine.probeFinished([row(1, "a")], lane: "a", now: .zero)
        let block = machine.publishFinished(.returned(code: 312, text: "NO_ROUTE"), lane: "a", now: .seconds(1))
        #expect(block?.attempts == 2)
        #expect(block?.due == .seconds(3))
        #expect(block?.since == .zero)
        #expect(machine.status(now: .seconds(2)).blocked.first?.age == .seconds(2))
    }

    @Test mutating func rowsMarkedDuringAReadAreNotTakenAgain() {
        _ = machine.next(now: .zero)
        machine.readFinished([row(1, "a")], limit: 256, pass: 0, now: .zero)
        _ = machine.next(now: .zero)
        machine.rewind()
        #expect(machine.next(now: .zero) == [.read(after: 0, limit: 256, heldBack: [], pass: 1)])
        machine.publishFinished(.confirmed, lane: "a", now: .zero)
        #expect(machine.next(now: .zero) == [.mark([1])])
        machine.markFinished([1])
        machine.readFinished([row(1, "a")], limit: 256, pass: 1, now: .zero)
        #expect(machine.next(now: .zero).isEmpty)
    }

    @Test mutating func aWakeUpDuringAReadReadsAgain() {
        _ = machine.next(now: .zero)
        machine.woken()
        machine.readFinished([], limit: 256, pass: 0, now: .zero)
        #expect(machine.next(now: .zero) == [.read(after: 0, limit: 256, heldBack: [], pass: 0)])
        machine.readFinished([], limit: 256, pass: 0, now: .zero)
        #expect(machine.next(now: .zero).isEmpty)
    }

    @Test mutating func anAnswerFromBeforeAChangeOfTheGateIsDropped() {
        #expect(machine.next(now: .zero) == [.read(after: 0, limit: 256, heldBack: [], pass: 0)])
        machine.hold(back: ["vnaccs"])
        machine.readFinished([row(1, "a")], limit: 256, pass: 0, now: .zero)
        #expect(
            machine.next(now: .zero) == [
                .survey(["vnaccs"]), .read(after: 0, limit: 256, heldBack: [], pass: 1),
            ])
        machine.surveyFinished(["vnaccs": nil])
        machine.readFinished([row(1, "a")], limit: 256, pass: 1, now: .zero)
        #expect(machine.next(now: .zero) == [.read(after: 0, limit: 256, heldBack: ["vnaccs"], pass: 2)])
    }

    @Test mutating func everythingIsReadAgainNowAndThenHoweverMuchComesIn() {
        _ = machine.next(now: .zero)
        machine.readFinished([row(5, "a")], limit: 256, pass: 0, now: .milliseconds(200))
        machine.look(now: .seconds(1))
        #expect(machine.next(now: .seconds(1)).last == .read(after: 5, limit: 256, heldBack: [], pass: 0))
        machine.readFinished([row(6, "a")], limit: 256, pass: 0, now: .seconds(1))
        // The first pass took 200 ms and ended at that time, so that the next may begin 2 s later.
        machine.look(now: .milliseconds(2100))
        #expect(machine.next(now: .milliseconds(2100)) == [.read(after: 6, limit: 256, heldBack: [], pass: 0)])
        machine.readFinished([], limit: 256, pass: 0, now: .milliseconds(2100))
        machine.look(now: .milliseconds(2200))
        #expect(machine.next(now: .milliseconds(2200)) == [.read(after: 0, limit: 256, heldBack: [], pass: 1)])
    }

    @Test mutating func aStopSendsNothingMoreAndMarksWhatIsAnswered() {
        _ = machine.next(now: .zero)
        machine.readFinished([row(1, "a"), row(2, "b")], limit: 256, pass: 0, now: .zero)
        _ = machine.next(now: .zero)
        machine.stop()
        machine.publishFinished(.confirmed, lane: "a", now: .zero)
        #expect(machine.next(now: .zero) == [.mark([1])])
        #expect(!machine.isIdle)
        machine.markFinished([1])
        machine.publishFinished(ScriptedPublisher.lost, lane: "b", now: .zero)
        #expect(machine.next(now: .zero).isEmpty)
        #expect(machine.isIdle)
    }

    @Test mutating func aProbeThatAnswersAfterAStopSendsNothing() {
        _ = machine.next(now: .zero)
        machine.readFinished([row(1, "a")], limit: 256, pass: 0, now: .zero)
        _ = machine.next(now: .zero)
        machine.publishFinished(.rejected, lane: "a", now: .zero)
        #expect(machine.next(now: .seconds(1)) == [.probe(lane: "a", after: 0, limit: 128, heldBack: [])])
        machine.stop()
        #expect(machine.probeFinished([row(1, "a")], lane: "a", now: .zero).isEmpty)
        #expect(machine.isIdle)
    }

    @Test mutating func readsGrowWithTheBacklogAndShrinkWithTheSizeOfRows() {
        _ = machine.next(now: .zero)
        machine.readFinished((1...256).map { row($0, "a") }, limit: 256, pass: 0, now: .zero)
        #expect(machine.readLimit == 512)
        let large = row(300, "a", bytes: [UInt8](repeating: 0x20, count: 256 * 1024))
        machine.readFinished([large], limit: 512, pass: 0, now: .zero)
        #expect(machine.readLimit == 32)
    }
}
