@testable import Consumers
import Synchronization
import Testing

@Suite struct SideWorkTests {
    private struct Refusal: Error {}

    /// Less than a piece, whole pieces, and pieces with a rest.
    @Test(arguments: [0, 1, 31, 32, 33, 64, 1_000, 5_001]) func valuesComeInOrderAndOnce(count: Int) {
        let work = SideWork<Int>()
        let made = Mutex(0)
        for number in 0..<count {
            work.add {
                made.withLock { $0 += 1 }
                return number
            }
        }
        var values: [Int] = []
        work.forEach { values.append($0) }
        #expect(values == Array(0..<count))
        #expect(made.withLock { $0 } == count)
        // Handed out once.
        work.forEach { _ in Issue.record("a value came twice") }
    }

    @Test func whatIsAddedLaterIsANewList() {
        let work = SideWork<Int>()
        for number in 0..<40 { work.add { number } }
        work.forEach { _ in }
        for number in 100..<150 { work.add { number } }
        var values: [Int] = []
        work.forEach { values.append($0) }
        #expect(values == Array(100..<150))
    }

    @Test func anErrorOfTheTakerEndsTheList() {
        let work = SideWork<Int>()
        for number in 0..<100 { work.add { number } }
        var values: [Int] = []
        #expect(throws: Refusal.self) {
            try work.forEach { value in
                guard value < 50 else { throw Refusal() }
                values.append(value)
            }
        }
        #expect(values == Array(0..<50))
        work.forEach { values.append($0) }
        #expect(values == Array(0..<50))
    }
}
