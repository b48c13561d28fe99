@testable import Bus
import TestSupport
import Testing

@Suite struct AckLedgerTests {
    private func ledger(_ deliveries: Int, generation: UInt64 = 1) -> AckLedger {
        var ledger = AckLedger()
        ledger.begin(generation: generation)
        for tag in 0..<deliveries { ledger.delivered(UInt64(tag + 1)) }
        return ledger
    }

    private func flush(_ ledger: inout AckLedger) -> [String] {
        var acks: [String] = []
        ledger.flush { acks.append($0.multiple ? "\($0.tag)*" : "\($0.tag)") }
        return acks
    }

    private func acknowledge(_ ledger: inout AckLedger, _ tags: UInt64...) -> [Bool] {
        tags.map { acknowledge(&ledger, generation: ledger.generation, $0) }
    }

    private func acknowledge(_ ledger: inout AckLedger, generation: UInt64, _ tag: UInt64) -> Bool {
        ledger.acknowledge(DeliveryTag(generation: generation, tag: tag))
    }

    @Test func aRunFromTheOldestIsOneMultiple() {
        var ledger = ledger(5)
        _ = acknowledge(&ledger, 3, 1, 2)
        #expect(flush(&ledger) == ["3*"])
        _ = acknowledge(&ledger, 4)
        #expect(flush(&ledger) == ["4"])
    }

    @Test func multipleNeverCoversWhatIsStillWorkedOn() {
        var ledger = ledger(6)
        _ = acknowledge(&ledger, 1, 2, 4, 6)
        #expect(flush(&ledger) == ["2*", "4", "6"])
        _ = acknowledge(&ledger, 3)
        #expect(flush(&ledger) == ["3"])
        _ = acknowledge(&ledger, 5)
        #expect(flush(&ledger) == ["5"])
        #expect(flush(&ledger) == [])
    }

    @Test func nothingIsSentTwice() {
        var ledger = ledger(3)
        #expect(acknowledge(&ledger, 2, 2) == [true, false])
        #expect(flush(&ledger) == ["2"])
        #expect(flush(&ledger) == [])
        #expect(acknowledge(&ledger, 2) == [false])
        _ = acknowledge(&ledger, 1, 3)
        // 2 has been sent already; the multiple up to 3 covers 1 and 3.
        #expect(flush(&ledger) == ["3*"])
    }

    @Test func anAckOfAnotherConnectionIsStale() {
        var ledger = ledger(2)
        ledger.begin(generation: 2)
        ledger.delivered(1)
        #expect(acknowledge(&ledger, generation: 1, 1) == false)
        #expect(flush(&ledger) == [])
        #expect(acknowledge(&ledger, generation: 2, 1) == true)
        #expect(flush(&ledger) == ["1"])
    }

    @Test func tagsThatWereNeverDeliveredAreRefused() {
        var ledger = ledger(2)
        #expect(acknowledge(&ledger, 0, 3) == [false, false])
        #expect(flush(&ledger) == [])
    }

    /// A broker that follows the protocol ends with exactly what the handlers acknowledged.
    @Test(arguments: 0..<20) func theBrokerEndsUpWithTheSameAcks(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var ledger = ledger(0)
        var delivered: UInt64 = 0
        var open: Set<UInt64> = []
        var broker: Set<UInt64> = []
        for _ in 0..<1500 {
            switch Int.random(in: 0..<3, using: &random) {
            case 0:
                delivered += 1
                ledger.delivered(delivered)
                open.insert(delivered)
                broker.insert(delivered)
            case 1:
                guard let tag = open.randomElement(using: &random) else { continue }
                open.remove(tag)
                #expect(acknowledge(&ledger, generation: 1, tag) == true)
            default:
                ledger.flush { ack in
                    // A tag that is not outstanding any more would close the channel.
                    #expect(broker.contains(ack.tag))
                    broker = broker.filter { ack.multiple ? $0 > ack.tag : $0 != ack.tag }
                }
                #expect(broker == open)
            }
        }
    }

    @Test func aTagThatComesTwiceIsOneDelivery() {
        var ledger = ledger(2)
        let again = [ledger.delivered(2), ledger.delivered(1), ledger.delivered(3)]
        #expect(again == [false, false, true])
        #expect(acknowledge(&ledger, 4) == [false])
        _ = acknowledge(&ledger, 1, 2, 3)
        #expect(flush(&ledger) == ["3*"])
        let settled = ledger.delivered(3)
        #expect(!settled)
    }

    @Test func whatIsGivenUpNeedsNoAck() {
        var ledger = ledger(3)
        ledger.gaveUpLast()
        #expect(acknowledge(&ledger, 3) == [false])
        _ = acknowledge(&ledger, 1, 2)
        #expect(flush(&ledger) == ["2*"])
        #expect(ledger.settledPrefix == 3)
    }
}
