import Testing

@testable import Bus

@Suite struct RefusalWatchTests {
    /// Whether refusals at the start and at each of the given instants after it make the watch give up.
    private func verdicts(_ watch: inout RefusalWatch, _ offsets: Duration...) -> [Bool] {
        let start = ContinuousClock.now
        var verdicts: [Bool] = []
        for offset in [.zero] + offsets { verdicts.append(watch.isStuck(now: start + offset)) }
        return verdicts
    }

    @Test func aNewLinkIsTriedEverMoreSeldom() {
        var watch = RefusalWatch()
        watch.opened()
        for seconds in [1, 2, 4, 8, 16, 32, 60, 60] {
            let found = verdicts(&watch, .seconds(seconds) - .milliseconds(1), .seconds(seconds))
            #expect(found == [false, false, true], "\(seconds)")
            watch.opened()
        }
    }

    @Test func aLinkLostForAnotherReasonBeginsAnew() {
        var watch = RefusalWatch()
        _ = verdicts(&watch, .seconds(3))
        watch.opened()
        watch.opened()
        let found = verdicts(&watch, .milliseconds(999), .seconds(1))
        #expect(found == [false, false, true])
    }

    @Test func refusalsThatLieFarApartAreNoSign() {
        var watch = RefusalWatch()
        watch.opened()
        let found = verdicts(&watch, .seconds(61), .seconds(200), .seconds(201))
        #expect(found == [false, false, false, true])
    }
}
