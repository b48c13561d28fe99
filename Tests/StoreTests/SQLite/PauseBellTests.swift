import Dispatch
import Testing

@testable import Store

@Suite("The bell that ends a pause")
struct PauseBellTests {
    @Test("Whoever waits is let go by the bell, also by one that has rung before")
    func rung() async {
        let bell = PauseBell()
        bell.ring()
        bell.wait(atMost: .seconds(3600))
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                bell.wait(atMost: .seconds(3600))
                continuation.resume()
            }
            DispatchQueue.global().async { bell.ring() }
        }
    }

    @Test("Without it, when the time has passed and not before", arguments: [0, 1, 999, 1_001] as [Int])
    func passed(milliseconds: Int) {
        let start = ContinuousClock.now
        PauseBell().wait(atMost: .milliseconds(milliseconds))
        #expect(start.duration(to: .now) >= .milliseconds(milliseconds))
    }
}
