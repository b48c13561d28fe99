import Store
import Testing

@testable import Consumers

/// What follows from each way in which a batch can fail, as a trace.
@Suite struct BatchDeciderTests {
    private func decider(_ keys: [String], failures: [Int]? = nil) -> BatchDecider {
        BatchDecider(keys: keys, failures: failures ?? keys.map { _ in 0 }, attemptLimit: 3)
    }

    @Test func theStoreBeingAwayRepeatsTheSame() {
        var decider = decider(["A", "B"])
        #expect(decider.failed(.storeAway(.busy)) == .retry(attempt: 1))
        #expect(decider.failed(.storeAway(.unavailable)) == .retry(attempt: 2))
        #expect(decider.dispositions == [.apply, .apply])
    }

    @Test func aStoreThatRefusesForGoodStops() {
        var decider = decider(["A"])
        #expect(decider.failed(.storeLost(.fenced)) == .stop)
    }

    @Test func poisonIsChargedToTheGuiltyOneOnly() {
        var decider = decider(["A", "A", "B"])
        #expect(decider.failed(.poison(item: 1, cause: "payload", detail: "d")) == .rerun)
        #expect(decider.dispositions == [.apply, .park(cause: "payload", detail: "d", attempts: 1), .apply])
        #expect(decider.waitingHeads == [])
    }

    @Test func aTransientFailureLetsTheRestOfItsKeyWait() {
        var decider = decider(["A", "B", "A", "A"])
        #expect(decider.failed(.transient(item: 2, cause: "c", detail: "d")) == .rerun)
        #expect(decider.dispositions == [.apply, .apply, .wait, .wait])
        #expect(decider.waitingHeads == [2])
    }

    @Test func theLastAttemptParks() {
        var decider = decider(["A", "A"], failures: [2, 0])
        #expect(decider.failed(.transient(item: 0, cause: "c", detail: "d")) == .rerun)
        #expect(decider.dispositions == [.park(cause: "c", detail: "d (after 3 attempts)", attempts: 3), .apply])
    }

    @Test func aFailureOfNobodyIsNarrowedDownToOne() {
        var several = decider(["A", "B"])
        #expect(several.failed(.unattributed(cause: "c", detail: "d")) == .divide)
        var single = decider(["A"])
        #expect(single.failed(.unattributed(cause: "c", detail: "d")) == .rerun)
        #expect(single.dispositions == [.park(cause: "c", detail: "d", attempts: 1)])
    }

    @Test func tooManyGuiltyOnesDivideTheBatch() {
        var decider = decider((0..<20).map { "K\($0)" })
        var steps: [BatchDecider.Step] = []
        for item in 0...BatchDecider.rerunLimit { steps.append(decider.failed(.poison(item: item, cause: "c", detail: "d"))) }
        #expect(steps == Array(repeating: .rerun, count: BatchDecider.rerunLimit) + [.divide])
    }

    @Test func errorsAreToldApartByWhoCausedThem() {
        let cause = ConsumerFailure.poison("rule", "d")
        let blamed = StoreError(.invalid, "body failed", cause: BlamedError(item: 3, error: cause))
        #expect(AttemptFailure(blamed) == .poison(item: 3, cause: "rule", detail: "d"))
        let later = StoreError(.invalid, "", cause: BlamedError(item: 1, error: ConsumerFailure.transient("c", "d")))
        #expect(AttemptFailure(later) == .transient(item: 1, cause: "c", detail: "d"))
        let inside = StoreError(.invalid, "", cause: BlamedError(item: 1, error: StoreError(.full, "disk")))
        #expect(AttemptFailure(inside) == .storeAway(.full))
        let refused = StoreError(.invalid, "", cause: BlamedError(item: 1, error: StoreError(.invalid, "too long")))
        #expect(AttemptFailure(refused) == .poison(item: 1, cause: "store", detail: "too long"))
        #expect(AttemptFailure(StoreError(.fenced, "")) == .storeLost(.fenced))
        #expect(AttemptFailure(StoreError(.corrupt, "")) == .storeLost(.corrupt))
    }

    @Test func waitsGrowToTheirCapAndNeverVanish() {
        let backoff = RetryPacing(first: .milliseconds(50), cap: .seconds(5))
        #expect(backoff.wait(attempt: 1, draw: 1) == .milliseconds(50))
        #expect(backoff.wait(attempt: 1, draw: 0) == .milliseconds(25))
        #expect(backoff.wait(attempt: 3, draw: 1) == .milliseconds(200))
        #expect(backoff.wait(attempt: 1_000, draw: 1) == .seconds(5))
    }
}
