@testable import Bus
import TestSupport
import Testing

@Suite struct ConfirmWindowTests {
    /// A window whose tickets are letters, and what became of them, in order.
    private struct Trace {
        var window = ConfirmWindow<Character>(limit: 4)
        var log: [String] = []

        mutating func send(_ tickets: String) { for ticket in tickets { window.send(ticket) } }

        mutating func ack(_ tag: UInt64, multiple: Bool = false) {
            var settled: [String] = []
            window.acknowledged(tag, multiple: multiple) { settled.append("\($0):\(Self.name($1))") }
            log += settled
        }

        mutating func nack(_ tag: UInt64, multiple: Bool = false) {
            var settled: [String] = []
            window.refused(tag, multiple: multiple) { settled.append("\($0):\(Self.name($1))") }
            log += settled
        }

        static func name(_ answer: ConfirmWindow<Character>.Answer) -> String {
            switch answer {
            case .confirmed: "confirmed"
            case .rejected: "rejected"
            case .returned(let code, _): "returned \(code)"
            }
        }
    }

    @Test func tagsCountFromOne() {
        var window = ConfirmWindow<Int>(limit: 9)
        #expect(window.send(10) == 1)
        #expect(window.send(11) == 2)
    }

    @Test func oneByOneAndOutOfOrder() {
        var trace = Trace()
        trace.send("abcd")
        trace.ack(3)
        trace.ack(1)
        trace.nack(2)
        trace.ack(4)
        #expect(trace.log == ["c:confirmed", "a:confirmed", "b:rejected", "d:confirmed"])
        #expect(trace.window.unanswered == 0)
        #expect(trace.window.send("e") == 5)
    }

    @Test func multipleSettlesEverythingUpToTheTagThatIsStillOpen() {
        var trace = Trace()
        trace.send("abcd")
        trace.ack(2)
        trace.ack(3, multiple: true)
        #expect(trace.log == ["b:confirmed", "a:confirmed", "c:confirmed"])
        trace.nack(0, multiple: true)
        #expect(trace.log.last == "d:rejected")
    }

    @Test func theWindowIsFullUntilAnAnswerComes() {
        var trace = Trace()
        trace.send("abcd")
        #expect(!trace.window.hasRoom)
        trace.ack(4)
        #expect(trace.window.hasRoom)
    }

    @Test func unknownAndRepeatedTagsAreIgnored() {
        var trace = Trace()
        trace.ack(1)
        trace.send("ab")
        trace.ack(1)
        trace.ack(1)
        trace.ack(9)
        trace.ack(9, multiple: true)
        #expect(trace.log == ["a:confirmed"])
        #expect(trace.window.unanswered == 1)
    }

    @Test func aReturnTurnsTheAckIntoReturned() {
        var trace = Trace()
        trace.send("abab")
        let found = trace.window.returned(code: 312, text: "NO_ROUTE") { $0 == "b" }
        #expect(found)
        trace.ack(4, multiple: true)
        #expect(trace.log == ["a:confirmed", "b:returned 312", "a:confirmed", "b:confirmed"])
    }

    @Test func twoReturnsOfEqualMessagesAreTheTwoOldest() {
        var trace = Trace()
        trace.send("bbbb")
        for _ in 0..<2 { trace.window.returned(code: 312, text: "") { $0 == "b" } }
        trace.ack(0, multiple: true)
        #expect(trace.log == ["b:returned 312", "b:returned 312", "b:confirmed", "b:confirmed"])
    }

    @Test func aReturnOfNothingSentIsNotMatched() {
        var trace = Trace()
        trace.send("a")
        let found = trace.window.returned(code: 312, text: "") { $0 == "x" }
        #expect(!found)
        trace.ack(1)
        #expect(trace.log == ["a:confirmed"])
    }

    @Test func aLossTellsEveryOpenTicketOnceAndStartsAnew() {
        var trace = Trace()
        trace.send("abcd")
        trace.ack(2)
        var unknown = ""
        trace.window.lose { unknown.append($0) }
        #expect(unknown == "acd")
        #expect(trace.window.unanswered == 0)
        #expect(trace.window.hasRoom)
        #expect(trace.window.send("e") == 1)
        trace.ack(1)
        #expect(trace.log.last == "e:confirmed")
    }

    /// Against the simplest model there is: a dictionary of open tags.
    @Test(arguments: 0..<20) func agreesWithADictionary(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var window = ConfirmWindow<UInt64>(limit: 64)
        var open: Set<UInt64> = []
        var last: UInt64 = 0
        for _ in 0..<2000 {
            if window.hasRoom, Bool.random(using: &random) {
                last += 1
                #expect(window.send(last) == last)
                open.insert(last)
            } else {
                let tag = UInt64.random(in: 0...(last + 2), using: &random)
                let multiple = Int.random(in: 0..<4, using: &random) == 0
                var settled: Set<UInt64> = []
                var count = 0
                window.acknowledged(tag, multiple: multiple) { ticket, _ in
                    settled.insert(ticket)
                    count += 1
                }
                #expect(settled.count == count)
                let all = multiple && tag == 0
                let expected = open.filter { tag <= last && (all || (multiple ? $0 <= tag : $0 == tag)) }
                #expect(settled == expected)
                open.subtract(expected)
            }
            #expect(window.unanswered == open.count)
        }
    }
}
