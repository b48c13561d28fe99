import Bus
import Console
import Consumers
import JSON
import Testing

struct ConsumerAttachmentStartTests {
    private func time(_ text: String) throws -> Timestamp { try #require(Timestamp(rfc3339: text)) }

    private func start(_ from: JSONValue) throws -> FeedStart? {
        let request = try ControlRequest(["actor": "lan", "from": from])
        return try ConsumerAttachment.start(request, now: time("2025-03-15T00:00:00+07:00"))
    }

    @Test func withoutAStartAndWithNowThereIsNoHistory() throws {
        #expect(try start(.null) == nil)
        #expect(try start("now") == nil)
    }

    @Test func aStartIsTheFirstEventOrATimeThatHasBeen() throws {
        #expect(try start("first") == .first)
        #expect(try start("2025-03-14T23:00:00+07:00") == .time(time("2025-03-14T23:00:00+07:00")))
    }

    @Test(arguments: ["", "last", "2025-03-14", "2025-03-15T00:00:01+07:00", "4711"])
    func anythingElseIsRefused(_ text: String) throws {
        let failure = #expect(throws: ControlFailure.self) { try start(.string(text)) }
        #expect(failure?.exit == 65)
    }

    @Test func anAttachedConsumerKeepsItsStart() throws {
        try ConsumerAttachment.check(.first, against: .first, of: "late")
        try ConsumerAttachment.check(nil, against: nil, of: "late")
        for (wanted, present) in [(FeedStart.first, nil), (nil, FeedStart.first)] as [(FeedStart?, FeedStart?)] {
            let failure = #expect(throws: ControlFailure.self) {
                try ConsumerAttachment.check(wanted, against: present, of: "late")
            }
            #expect(failure?.exit == 65)
            #expect(failure?.message.contains("detach it first") == true)
        }
    }
}
