@testable import Consumers
import Synchronization
import Testing

@Suite struct SideWorkTests {
    private struct Refusal: Error {}

    /// Less than a piece, whole pieces, and pieces with a rest.
    @Test(arguments: [0, 1, 63, 64, 65, 128, 1_000, 5_001]) func valuesComeInOrderAndOnce(count: Int) {
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
        for number in 0..<80 { work.add { number } }
        work.forEach { _ in }
        for number in 100..<250 { work.add { number } }
        var values: [Int] = []
        work.forEach { values.append($0) }
        #expect(values == Array(100..<250))
    }

    @Test func anErrorOfTheTakerEndsTheList() {
        let work = SideWork<Int>()
        for number in 0..<200 { work.add { number } }
        var values: [Int] = []
        #expect(throws: Refusal.self) {
            try work.forEach { value in
                guard value < 100 else { throw Refusal() }
                values.append(value)
            }
        }
        #expect(values == Array(0..<100))
        work.forEach { values.append($0) }
        #expect(values == Array(0..<100))
    }
}
