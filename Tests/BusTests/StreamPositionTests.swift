@testable import Bus
import Testing

@Suite struct StreamPositionTests {
    @Test func skipsWhatLiesBeforeTheOffset() {
        var position = StreamPosition(start: .offset(10))
        #expect(position.received(tag: 1, offset: 8) == .skip)
        #expect(position.received(tag: 2, offset: 9) == .skip)
        #expect(position.received(tag: 3, offset: 10) == .deliver(redelivered: false))
    }

    @Test func goesOnWithTheOldestUnacknowledged() {
        var position = StreamPosition(start: .first)
        for tag in 1...5 { _ = position.received(tag: UInt64(tag), offset: UInt64(tag + 99)) }
        position.acknowledged(upTo: 2)
        position.lost()
        #expect(position.start == .offset(102))
        #expect(position.received(tag: 1, offset: 101) == .skip)
        #expect(position.received(tag: 2, offset: 104) == .deliver(redelivered: true))
        #expect(position.received(tag: 3, offset: 105) == .deliver(redelivered: false))
    }

    @Test func goesOnBehindTheLastWhenAllIsAcknowledged() {
        var position = StreamPosition(start: .next)
        _ = position.received(tag: 1, offset: 7)
        position.acknowledged(upTo: 1)
        position.lost()
        #expect(position.start == .offset(8))
    }

    @Test func aReaderThatGotNothingStartsTheSameWayAgain() {
        var position = StreamPosition(start: .timestamp(5))
        position.lost()
        #expect(position.start == .timestamp(5))
    }
}
