import Store
import Testing

@Suite(.timeLimit(.minutes(1)))
struct DispatchSignalTests {
    @Test func aWakeUpBetweenLookingAndWaitingIsNotLost() async {
        let signal = DispatchSignal()
        let seen = signal.count
        signal.wake()
        // Would last an hour, and the suite a minute, if the wake-up were lost.
        await signal.wait(after: seen, atMost: .seconds(3600))
        #expect(signal.count == seen + 1)
    }

    @Test func everybodyWhoWaitsIsWoken() async {
        let signal = DispatchSignal()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<20 { group.addTask { await signal.wait(after: 0, atMost: .seconds(3600)) } }
            signal.wake()
            await group.waitForAll()
        }
    }

    @Test func aCancelledWaitEnds() async {
        let signal = DispatchSignal()
        let task = Task { await signal.wait(after: 0, atMost: .seconds(3600)) }
        task.cancel()
        await task.value
        #expect(signal.count == 0)
    }

    @Test func waitsDoubleUpToTheCapAndSpread() {
        let backoff = RetryBackoff(base: .milliseconds(100), cap: .seconds(1))
        #expect(backoff.delay(attempt: 1, jitter: 1) == .milliseconds(100))
        #expect(backoff.delay(attempt: 1, jitter: 0) == .milliseconds(50))
        #expect(backoff.delay(attempt: 3, jitter: 1) == .milliseconds(400))
        #expect(backoff.delay(attempt: 60, jitter: 1) == .seconds(1))
        #expect(backoff.delay(attempt: 60, jitter: 0) == .milliseconds(500))
    }
}
