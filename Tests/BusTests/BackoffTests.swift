@testable import Bus
import Testing

@Suite struct BackoffTests {
    private let backoff = Backoff(shortest: .milliseconds(100), longest: .seconds(10))

    @Test(arguments: [(1, 100), (2, 200), (3, 400), (7, 6400), (8, 10_000), (1000, 10_000)])
    func eachPauseLiesBetweenHalfAndAllOfTheDoubledOne(_ failures: Int, _ full: Int) {
        #expect(backoff.pause(afterFailures: failures, draw: 0) == .milliseconds(full) / 2)
        #expect(backoff.pause(afterFailures: failures, draw: 0.5) == .milliseconds(full) * 3 / 4)
        #expect(backoff.pause(afterFailures: failures, draw: 1) == .milliseconds(full))
    }

    @Test func noFailureCountsAsTheFirst() {
        #expect(backoff.pause(afterFailures: 0, draw: 1) == .milliseconds(100))
    }

    @Test func aDrawOutOfRangeIsTheNearestInIt() {
        #expect(backoff.pause(afterFailures: 1, draw: -1) == .milliseconds(50))
        #expect(backoff.pause(afterFailures: 1, draw: 7) == .milliseconds(100))
    }
}
