import Testing

@testable import Store

@Suite("The pace of commits")
struct CommitPaceTests {
    private let start = ContinuousClock.now
    private func at(_ milliseconds: Int) -> ContinuousClock.Instant { start + .milliseconds(milliseconds) }

    @Test("A store that was idle commits at once")
    func idle() {
        var pace = CommitPace(interval: .milliseconds(5))
        #expect(pace.pause(at: at(0), callers: 1) == nil)
        pace.begins(at: at(0))
        pace.ended(callers: 9)
        #expect(pace.pause(at: at(10), callers: 1) == nil)
        #expect(pace.pause(at: at(500), callers: 1) == nil)
    }

    @Test("A sender who waits for each answer is never held up")
    func alone() {
        var pace = CommitPace(interval: .milliseconds(5))
        for number in 0..<20 {
            #expect(pace.pause(at: at(number), callers: 1) == nil)
            pace.begins(at: at(number))
            pace.ended(callers: 1)
        }
    }

    @Test("With several, the next commit begins when as many wait again, or, few as they are, after twice the interval")
    func several() {
        var pace = CommitPace(interval: .milliseconds(5))
        pace.begins(at: at(0))
        // Two were served, and a third has come meanwhile.
        pace.ended(callers: 3)
        #expect(pace.pause(at: at(1), callers: 1) == CommitPace.Pause(time: .milliseconds(9), callers: 3))
        #expect(pace.pause(at: at(2), callers: 2) == CommitPace.Pause(time: .milliseconds(8), callers: 3))
        #expect(pace.pause(at: at(2), callers: 3) == nil)
        #expect(pace.pause(at: at(10), callers: 2) == nil)
    }

    @Test("Many wait for one interval only, and few until they are many")
    func many() {
        var pace = CommitPace(interval: .milliseconds(5))
        pace.begins(at: at(0))
        pace.ended(callers: 100)
        #expect(pace.pause(at: at(1), callers: 31) == CommitPace.Pause(time: .milliseconds(9), callers: 32))
        #expect(pace.pause(at: at(1), callers: 32) == CommitPace.Pause(time: .milliseconds(4), callers: 100))
        #expect(pace.pause(at: at(6), callers: 31) == CommitPace.Pause(time: .milliseconds(4), callers: 32))
        #expect(pace.pause(at: at(6), callers: 32) == nil)
    }

    @Test("When senders go, they are expected in vain for one commit each")
    func decay() {
        var pace = CommitPace(interval: .milliseconds(5))
        pace.ended(callers: 4)
        let expected = (0..<5).map { _ in
            pace.ended(callers: 1)
            return pace.expected
        }
        #expect(expected == [3, 2, 1, 1, 1])
    }

    @Test("What nobody waits for goes with what comes next, and no later than at the end of its time")
    func unawaited() {
        var pace = CommitPace(interval: .milliseconds(5))
        pace.begins(at: at(0))
        pace.ended(callers: 0)
        #expect(pace.pause(at: at(2), callers: 0) == CommitPace.Pause(time: .milliseconds(8), callers: 1))
        #expect(pace.pause(at: at(2), callers: 1) == nil)
        #expect(pace.pause(at: at(10), callers: 0) == nil)
    }
}
