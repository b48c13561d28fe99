import Bus
import Events
import Foundation
import LienThongTesting
import ReleaseNotices
import Testing

@Suite struct ReleaseNoticesTests {
    private let test = ConsumerTest(ReleaseNotices())

    @Test func aTraderIsToldOnceThatTheDeclarationIsReleased() async throws {
        try await test.given(.registered(taxpayer: "0100109106"), .statusChanged(to: .cleared))
        try await test.givenAgain()
        let notices = try await test.published()
        #expect(notices.map { $0.data["taxpayer"] } == ["0100109106"])
        #expect(notices.first?.data["released"] == "2025-03-17T08:00:00+07:00")
    }

    @Test func theReleaseMayBeKnownBeforeTheTrader() async throws {
        try await test.given(.statusChanged(to: .cleared))
        #expect(try await test.published().isEmpty)
        try await test.given(.registered())
        #expect(try await test.published().count == 1)
    }

    @Test func otherChangesOfStatusTellNobody() async throws {
        try await test.given(.registered(), .statusChanged(to: .releasable))
        #expect(try await test.published().isEmpty)
        #expect(try await test.parked().isEmpty)
    }

    @Test func aSecondClearanceIsNoSecondNotice() async throws {
        try await test.given(.registered(), .statusChanged(to: .cleared, cause: "first"), .statusChanged(to: .conflict))
        try await test.given(.statusChanged(to: .cleared, cause: "second"))
        #expect(try await test.published().count == 1)
    }

    @Test func whatCannotBeReadIsParkedAndHoldsBackItsOwnDeclarationOnly() async throws {
        try await test.given(
            TestEvent(type: DeclarationStatusChanged.type, data: ["declaration": "100000000010", "status": "free"]),
            .registered(), .registered("200000000010"), .statusChanged("200000000010", to: .cleared))
        #expect(try await test.parked().map(\.cause) == ["payload", "behind"])
        #expect(try await test.published().map(\.draft.subject) == ["200000000010"])
    }

    @Test func theSameNoticeTwiceIsOneFile() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("notices-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await test.given(.registered(), .statusChanged(to: .cleared))
        let sent = try await test.ledger.outbox.unsent(after: 0, limit: 10, heldBack: []).map(\.event)
        let message = OutboundMessage(
            exchange: "", routingKey: "", contentType: BatchCodec.contentType, body: BatchCodec.encode(sent))
        let outcomes = await NoticeFolder(folder.path).publish([message, message])
        #expect(outcomes.filter { !$0.isConfirmed }.isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["100000000010.txt"])
        let lost = await NoticeFolder(folder.path + "/nowhere").publish([message])
        #expect(lost.contains { !$0.isConfirmed })
    }
}
