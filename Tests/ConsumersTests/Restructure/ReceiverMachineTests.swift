import Bus
import Consumers
import Store
import Testing

struct ReceiverMachineTests {
    private let open = ReceiverSituation(record: .untouched("epayment"), hasHeld: false)

    private func pause(
        _ situation: ReceiverSituation, _ mode: ReceiverMode, reason: String = "night", until: Timestamp? = Samples.morning
    ) throws -> ReceiverSituation {
        try changed(
            ReceiverMachine.pause(situation, mode: mode, reason: reason, until: until, by: "lan", at: Samples.evening))
    }

    private func resume(_ situation: ReceiverSituation) throws -> ReceiverSituation {
        try changed(ReceiverMachine.resume(situation, reason: "done", by: "lan", at: Samples.morning))
    }

    private func changed(_ answer: ReceiverMachine.Answer) throws -> ReceiverSituation {
        guard case .change(let situation) = answer else { throw RestructureError(.notPossible, "\(answer)") }
        return situation
    }

    @Test func holdingIsReleasedBeforeItIsOpen() throws {
        let holding = try pause(open, .hold)
        let releasing = try resume(holding)
        let end = try changed(
            ReceiverMachine.released(releasing, generation: releasing.record.generation, by: "r", at: Samples.morning))
        #expect([holding, releasing, end].map(\.record.state) == [.holding, .releasing, .open])
        #expect([holding, releasing, end].map(\.record.generation) == [1, 2, 3])
        #expect(!end.hasHeld)
    }

    @Test func refusingOpensAtOnce() throws {
        #expect(try resume(pause(open, .refuse)).record.state == .open)
    }

    @Test func whatWasHeldBeforeRefusingIsStillReleased() throws {
        let refusing = try pause(pause(open, .hold), .refuse)
        #expect(refusing.record.state == .refusing)
        #expect(try resume(refusing).record.state == .releasing)
    }

    @Test func anotherModeOrReasonIsANewGenerationOfTheSamePause() throws {
        let first = try pause(open, .refuse)
        let second = try pause(first, .hold)
        let third = try pause(second, .hold, reason: "longer")
        #expect(third.record.generation == 3)
        #expect(third.record.since == first.record.since)
        #expect(third.record.reason == "longer")
    }

    @Test func theSamePauseAgainChangesNothing() throws {
        let holding = try pause(open, .hold)
        let again = ReceiverMachine.pause(
            holding, mode: .hold, reason: "night", until: Samples.morning, by: "minh", at: Samples.midnight)
        guard case .unchanged(let text) = again else {
            Issue.record("\(again)")
            return
        }
        #expect(text.contains("holding already"))
    }

    @Test func resumingAnOpenOneSaysThatItIsOpen() {
        #expect(
            ReceiverMachine.resume(open, reason: "r", by: "lan", at: Samples.evening)
                == .unchanged("epayment is open; there is nothing to resume"))
    }

    @Test func releasingCannotBePausedAndResumingItAgainChangesNothing() throws {
        let releasing = try resume(pause(open, .hold))
        for mode in ReceiverMode.allCases {
            let answer = ReceiverMachine.pause(
                releasing, mode: mode, reason: "again", until: nil, by: "lan", at: Samples.morning)
            guard case .refused = answer else {
                Issue.record("\(answer)")
                continue
            }
        }
        guard case .unchanged = ReceiverMachine.resume(releasing, reason: "r", by: "lan", at: Samples.morning) else {
            Issue.record("a second resume must not change a releasing receiver")
            return
        }
    }

    @Test func aReleaseOfAnOlderGenerationDoesNotOpen() throws {
        let releasing = try resume(pause(open, .hold))
        let answer = ReceiverMachine.released(releasing, generation: 1, by: "r", at: Samples.morning)
        guard case .refused = answer else {
            Issue.record("\(answer)")
            return
        }
    }

    @Test(arguments: [("", Samples.morning), ("night", Samples.evening)])
    func aPauseNeedsAReasonAndAnEndInTheFuture(_ reason: String, _ until: Timestamp) {
        let answer = ReceiverMachine.pause(
            open, mode: .hold, reason: reason, until: until, by: "lan", at: Samples.evening)
        guard case .refused = answer else {
            Issue.record("\(answer)")
            return
        }
    }
}
