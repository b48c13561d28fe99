import Testing

@testable import Bus

@Suite struct SilenceWatchTests {
    private let start = ContinuousClock.now

    /// A link after a loss, and a message on it.
    private func opened(_ watch: inout SilenceWatch, sending offset: Duration = .zero) {
        watch.lost()
        watch.opened(now: start)
        watch.sent(now: start + offset)
    }

    /// Whether the watch gives up when it is asked at these instants.
    private func verdicts(_ watch: inout SilenceWatch, _ offsets: Duration...) -> [Bool] {
        var verdicts: [Bool] = []
        for offset in offsets { verdicts.append(watch.isStuck(now: start + offset)) }
        return verdicts
    }

    @Test func aNewLinkIsTriedEverMoreSeldom() {
        var watch = SilenceWatch()
        for seconds in [1, 2, 4, 8, 16, 30, 30] {
            opened(&watch)
            #expect(watch.deadline == start + .seconds(seconds))
            let found = verdicts(&watch, .seconds(seconds) - .milliseconds(1), .seconds(seconds))
            #expect(found == [false, true], "\(seconds)")
        }
    }

    @Test func aLinkLostForAnotherReasonBeginsAnew() {
        var watch = SilenceWatch()
        opened(&watch)
        _ = verdicts(&watch, .seconds(1))
        opened(&watch)
        opened(&watch)
        #expect(watch.deadline == start + .seconds(1))
    }

    @Test func everyAnswerGivesTheOthersTime() {
        var watch = SilenceWatch()
        opened(&watch)
        watch.sent(now: start + .milliseconds(900))
        watch.answered(now: start + .milliseconds(950), waiting: true)
        let found = verdicts(&watch, .milliseconds(1949), .milliseconds(1950))
        #expect(found == [false, true])
    }

    @Test func theFirstLinkIsLeftToItsHeartbeats() {
        var watch = SilenceWatch()
        watch.opened(now: start)
        watch.sent(now: start)
        #expect(watch.deadline == nil)
        let found = verdicts(&watch, .seconds(20))
        #expect(found == [false])
    }

    @Test func whoWaitsForNothingIsNotStuck() {
        var watch = SilenceWatch()
        watch.lost()
        watch.opened(now: start)
        let unsent = verdicts(&watch, .seconds(20))
        opened(&watch)
        watch.answered(now: start + .milliseconds(10), waiting: false)
        let answered = verdicts(&watch, .seconds(20))
        #expect(unsent + answered == [false, false])
        #expect(watch.deadline == nil)
    }

    @Test func aBrokerThatSaysItTakesNothingIsNotSilent() {
        var watch = SilenceWatch()
        opened(&watch)
        watch.blocked()
        let found = verdicts(&watch, .seconds(20))
        #expect(found == [false])
        watch.answered(now: start + .seconds(20), waiting: true)
        #expect(watch.deadline == start + .seconds(21))
    }

    @Test func anOldLinkIsLeftToItsHeartbeats() {
        var watch = SilenceWatch()
        opened(&watch, sending: SilenceWatch.youth)
        #expect(watch.deadline == nil)
        let old = verdicts(&watch, .seconds(3600))
        opened(&watch, sending: SilenceWatch.youth - .milliseconds(1))
        let young = verdicts(&watch, .seconds(31))
        #expect(old + young == [false, true])
    }
}
