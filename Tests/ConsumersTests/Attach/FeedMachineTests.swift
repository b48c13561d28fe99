import Bus
import Events
import Store
import Testing

@testable import Consumers

/// The machine's decisions, told as traces: what the broker shows, and what becomes of it.
struct FeedMachineTests {
    private static let payments = "vn.customs.epayment.payment.made.v1"
    private static let advices = "vn.customs.treasury.payment.advised.v1"

    private func consumer(_ patterns: String..., partitioned: Bool = false) throws -> AttachedConsumer {
        try #require(
            AttachedConsumer(
                name: "audit", patterns: patterns.compactMap { RoutingPattern($0) }, isPartitioned: partitioned))
    }

    private func machine(_ state: FeedState = FeedState(start: .first), to pattern: String = "#") throws -> FeedMachine {
        FeedMachine(try consumer(pattern), queues: ["lt.consumer.audit"], state: state)
    }

    /// A message of the journal whose one event has the number of its offset.
    private func journal(_ offset: Int, type: String = payments, at time: Timestamp = Samples.evening) throws -> Delivery {
        try Samples.delivery([Samples.event(offset, type: type, at: time)], queue: "lt.journal", tag: offset, offset: offset)
    }

    /// The same publish as the feed has it.
    private func feed(_ number: Int, redelivered: Bool = false) throws -> Delivery {
        var delivery = try Samples.delivery([Samples.event(number)], queue: "lt.feed.audit", tag: number)
        delivery.redelivered = redelivered
        return delivery
    }

    private func number(_ message: OutboundMessage?) throws -> [String] {
        guard let message else { return [] }
        return try BatchCodec.decode(message.body, contentType: message.contentType).map { try $0.get().event.id }
    }

    private func isMarked(_ message: OutboundMessage?) -> Bool { message?.headers["lt-may-repeat"] == .bool(true) }

    /// As it stands after the opening, with the journal's end before and after the feed was bound.
    private func opened(before: UInt64?, end: UInt64?, start: FeedStart = .first, to pattern: String = "#") throws -> FeedMachine {
        var machine = try machine(FeedState(start: start), to: pattern)
        machine.journalEnds(at: before)
        machine.saved()
        machine.journalEnds(at: end)
        machine.saved()
        return machine
    }

    @Test func fromTheFirstMessageToLiveNothingIsMissingAndNothingTwice() throws {
        var machine = try machine()
        #expect(machine.step == .noteEnd)
        machine.journalEnds(at: 2)
        #expect(machine.mustSave, "where the journal ended must be known before anything is bound")
        machine.saved()
        #expect(machine.step == .bind)
        // 3 and 4 come while the feed is being bound: 3 is routed before it, 4 after it.
        machine.journalEnds(at: 4)
        #expect(machine.mustSave)
        machine.saved()
        #expect(machine.step == .history(from: .first, to: 4))
        var got: [String] = []
        for offset in 0...4 { got += try number(machine.history(journal(offset))) }
        machine.historyConfirmed(5)
        machine.historyEnds()
        #expect(machine.mustSave)
        machine.saved()
        #expect(machine.step == .join(from: 3, to: 4))
        machine.join([try journal(3), try journal(4)])
        #expect(machine.step == .move)
        machine.moveBegins(waiting: 2)
        #expect(machine.state.phase == .joining)
        for message in [try feed(4), try feed(5)] {
            got += try number(machine.live(message))
            machine.liveConfirmed([message])
        }
        #expect(machine.state.phase == .live)
        #expect(machine.mustSave)
        got += try number(machine.live(feed(6)))
        #expect(got == (0...6).map { "event-\($0)" })
        #expect(machine.state.fed == 5)
        #expect(machine.state.missing == 0)
    }

    @Test func anEmptyJournalMeansLiveAtOnce() throws {
        var machine = try opened(before: nil, end: nil)
        #expect(machine.step == .move)
        #expect(machine.state.phase == .live)
        #expect(try number(machine.live(feed(0))) == ["event-0"])
    }

    @Test func nothingCameWhileBindingThenThereIsNothingToJoin() throws {
        var machine = try opened(before: 1, end: 1)
        _ = try machine.history(journal(0))
        _ = try machine.history(journal(1))
        machine.historyConfirmed(2)
        machine.historyEnds()
        #expect(machine.step == .move)
        #expect(machine.state.phase == .live)
    }

    @Test func aJournalThatBeganWhileBindingIsJoinedWhole() throws {
        var machine = try opened(before: nil, end: 0)
        #expect(machine.step == .history(from: .first, to: 0))
        _ = try machine.history(journal(0))
        machine.historyConfirmed(1)
        machine.historyEnds()
        #expect(machine.step == .join(from: 0, to: 0))
        machine.join([try journal(0)])
        machine.moveBegins(waiting: 1)
        #expect(try machine.live(feed(0)) == nil)
    }

    @Test func onlyWhatThePatternsMatchIsFedAndOnlyThatIsDroppedFromTheFeed() throws {
        var machine = try opened(before: 0, end: 2, to: "epayment.#")
        #expect(try number(machine.history(journal(0))) == ["event-0"])
        #expect(try machine.history(journal(1, type: Self.advices)) == nil)
        #expect(try number(machine.history(journal(2))) == ["event-2"])
        machine.historyConfirmed(2)
        #expect(machine.state.next == 3)
        #expect(machine.state.missing == 0)
    }

    @Test func aRestartInTheMiddleGoesOnBehindTheRecordAndMarksWhatMayBeThereAlready() throws {
        var machine = try opened(before: 4999, end: 4999)
        for offset in 0..<600 { _ = try machine.history(journal(offset)) }
        machine.historyConfirmed(600)
        #expect(machine.mustSave)
        let record = machine.state
        machine.saved()
        // Sent, perhaps confirmed, and not written down.
        for offset in 600..<700 { #expect(!isMarked(try machine.history(journal(offset)))) }

        var next = try self.machine(record)
        #expect(next.step == .history(from: .offset(600), to: 4999))
        // The broker answers with the whole chunk.
        #expect(try next.history(journal(599)) == nil)
        let bound = FeedMachine.messagesPerRecord + FeedMachine.window
        for offset in 600..<(600 + bound) {
            let copy = try next.history(journal(offset))
            #expect(try number(copy) == ["event-\(offset)"])
            #expect(isMarked(copy))
        }
        #expect(!isMarked(try next.history(journal(600 + bound))))
    }

    @Test func aRestartBehindTheLastMessageOfHistoryReadsNothingAgain() throws {
        var machine = try opened(before: 1, end: 1)
        _ = try machine.history(journal(0))
        _ = try machine.history(journal(1))
        machine.historyConfirmed(2)
        // Written down, and ended before history was declared done.
        let next = try self.machine(machine.state)
        #expect(next.step == .move)
        #expect(next.mustSave)
    }

    @Test func aRestartWhileJoiningKnowsAgainWhatHistoryContained() throws {
        var state = FeedState(start: .first)
        (state.phase, state.before, state.end, state.next) = (.joining, 2, 4, 5)
        var machine = try machine(state)
        #expect(machine.step == .join(from: 3, to: 4))
        machine.join([try journal(2), try journal(3), try journal(4), try journal(5)])
        machine.moveBegins(waiting: 3)
        #expect(try machine.live(feed(4, redelivered: true)) == nil)
        #expect(try number(machine.live(feed(5))) == ["event-5"], "behind the end of history")
        #expect(try number(machine.live(feed(2))) == ["event-2"], "cannot be the message that came before the feed was bound")
    }

    @Test func whatTheFeedDeliversAgainIsMarkedUnlessThisRunKnowsThatItArrived() throws {
        var machine = try opened(before: nil, end: nil)
        let first = try feed(1)
        #expect(!isMarked(machine.live(first)))
        machine.liveConfirmed([first])
        #expect(try machine.live(feed(1, redelivered: true)) == nil, "confirmed; only the acknowledgement was lost")
        let unknown = try machine.live(feed(2, redelivered: true))
        #expect(try number(unknown) == ["event-2"])
        #expect(isMarked(unknown), "an earlier run may have sent it")
    }

    @Test func joiningLastsWhileSomebodyElseReadsTheFeed() throws {
        var state = FeedState(start: .first)
        (state.phase, state.before, state.end) = (.joining, 0, 1)
        var machine = try machine(state)
        machine.join([try journal(1)])
        machine.moveBegins(waiting: nil)
        for number in 2..<50 {
            let message = try feed(number)
            _ = machine.live(message)
            machine.liveConfirmed([message])
        }
        #expect(machine.state.phase == .joining)
        #expect(try machine.live(feed(1)) == nil)
    }

    @Test func fromATimeOnlyWhatWasAcceptedSinceThenIsHistory() throws {
        var machine = try opened(before: 2, end: 3, start: .time(Samples.midnight))
        let read = Timestamp(milliseconds: Samples.midnight.milliseconds - 60_000)
        #expect(machine.step == .history(from: .time(read), to: 3))
        #expect(try machine.history(journal(0, at: Samples.evening)) == nil)
        let both = try Samples.delivery(
            [Samples.event(10, at: Samples.evening), Samples.event(11, at: Samples.midnight)], queue: "lt.journal", tag: 1,
            offset: 1)
        #expect(try number(machine.history(both)) == ["event-11"])
        #expect(try number(machine.history(journal(2, at: Samples.morning))) == ["event-2"])
        // Accepted long ago and released since the consumer is attached: live for it, and not to be dropped from the feed
        // without having been in history.
        #expect(try number(machine.history(journal(3, at: Samples.evening))) == ["event-3"])
    }

    @Test func codesInForceStayBesideTheirEvents() throws {
        var machine = try opened(before: 5, end: 5, start: .time(Samples.midnight))
        var both = try Samples.delivery(
            [Samples.event(10, at: Samples.evening), Samples.event(11, at: Samples.midnight)], queue: "lt.journal", tag: 1,
            offset: 0)
        both.headers["lt-in-force"] = .string(#"[null,{"office":{"12F1":"27BI"}}]"#)
        let made = machine.history(both)
        let copy = try #require(made)
        #expect(copy.headers["lt-in-force"] == .string(#"[{"office":{"12F1":"27BI"}}]"#))
    }

    @Test func theCopyHasTheBytesAndHeadersOfTheOriginal() throws {
        var machine = try opened(before: 5, end: 5)
        var original = try journal(0)
        original.headers["lt-in-force"] = .string("[null]")
        let made = machine.history(original)
        let copy = try #require(made)
        #expect(copy.body == original.body)
        #expect(copy.messageID == original.messageID)
        #expect(copy.exchange == "" && copy.routingKey == "lt.consumer.audit")
        #expect(copy.headers == ["lt-in-force": .string("[null]"), "lt-routing-key": .string(original.routingKey)])
    }

    @Test func aPartitionedConsumerGetsEachKeyInItsQueue() throws {
        let consumer = try consumer("#", partitioned: true)
        let queues = consumer.queues(in: .standard)
        var state = FeedState(start: .first)
        (state.phase, state.end, state.before) = (.history, 100, 100)
        var machine = FeedMachine(consumer, queues: queues, state: state)
        for offset in 0..<20 {
            let message = try Samples.delivery(
                [Samples.event(offset, key: "2000000000\(offset)")], queue: "lt.journal", tag: offset, offset: offset)
            let made = machine.history(message)
            let copy = try #require(made)
            #expect(copy.routingKey == "lt.consumer.audit.\(message.routingKey.suffix(3))")
        }
        var foreign = try journal(20)
        foreign.routingKey = "epayment.payment.p63"
        #expect(machine.history(foreign) == nil, "this installation has no such partition, so no queue is bound for it")
    }

    @Test func whatTheBrokerLostOfTheJournalIsCountedAndHistoryEndsWhereTheJournalDoes() throws {
        var state = FeedState(start: .first)
        (state.phase, state.before, state.end, state.next) = (.history, 100, 110, 50)
        var machine = try machine(state)
        machine.journalEnds(at: 80)
        #expect(machine.mustSave)
        #expect(machine.state.missing == 20, "81 to 100; what came later is in the feed")
        #expect(machine.step == .history(from: .offset(50), to: 80))
        _ = try machine.history(journal(50))
        for offset in 51...80 { _ = try machine.history(journal(offset)) }
        machine.historyConfirmed(31)
        machine.historyEnds()
        #expect(machine.step == .move, "nothing of the feed can have been in what is left of the journal")
    }

    @Test func aJournalThatShrankBehindWhatWasFedEndsHistory() throws {
        var state = FeedState(start: .first)
        (state.phase, state.before, state.end, state.next) = (.history, 100, 110, 105)
        var machine = try machine(state)
        machine.journalEnds(at: 90)
        #expect(machine.state.missing == 0)
        #expect(machine.step == .move)
    }

    @Test func offsetsThatRetentionTookAreCounted() throws {
        var state = FeedState(start: .first)
        (state.phase, state.before, state.end, state.next) = (.history, 100, 110, 50)
        var machine = try machine(state)
        #expect(try number(machine.history(journal(60))) == ["event-60"])
        #expect(machine.state.missing == 10)
    }

    @Test func progressIsWrittenDownAlsoWhenNothingIsForTheConsumer() throws {
        var machine = try opened(before: 1_000_000, end: 1_000_000, to: "edoc.#")
        _ = try machine.history(journal(0))
        machine.historyConfirmed(0)
        #expect(!machine.mustSave)
        _ = try machine.history(journal(Int(FeedMachine.offsetsPerRecord)))
        machine.historyConfirmed(0)
        #expect(machine.mustSave)
    }

    @Test func theStateComesBackFromItsRecordAsItWas() throws {
        var state = FeedState(start: .time(Samples.midnight))
        (state.phase, state.before, state.end, state.next, state.fed, state.missing) = (.joining, 2, .max, 5, 7, 1)
        let record = ControlRecord(kind: FeedState.recordKind, key: "audit", generation: 3, value: state.json.bytes)
        #expect(try FeedState(record) == state)
        let fresh = FeedState(start: .first)
        #expect(
            try FeedState(ControlRecord(kind: FeedState.recordKind, key: "a", generation: 1, value: fresh.json.bytes))
                == fresh)
    }
}
