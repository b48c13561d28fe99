@testable import Bus
import TestSupport
import Testing

@Suite struct BackoffTests {
    private let backoff = Backoff(shortest: .milliseconds(100), longest: .seconds(10))

    @Test func eachPauseLiesBetweenHalfAndAllOfTheDoubledOne() {
        var random = SeededGenerator(seed: 1)
        for (failures, full) in [(1, 100), (2, 200), (3, 400), (7, 6400), (8, 10_000), (1000, 10_000)] {
            let pauses = (0..<200).map { _ in backoff.pause(afterFailures: failures, using: &random) }
            #expect(pauses.allSatisfy { $0 >= .milliseconds(full) / 2 && $0 <= .milliseconds(full) })
            #expect(Set(pauses).count > 100)
        }
    }

    @Test func noFailureCountsAsTheFirst() {
        var random = SeededGenerator(seed: 1)
        #expect(backoff.pause(afterFailures: 0, using: &random) <= .milliseconds(100))
    }
}
