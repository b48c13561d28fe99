@testable import Bus
import Testing

@Suite struct FrameAssemblerTests {
    private let deliver = FrameAssembler.Kind.delivery(
        RawFrame.Deliver(consumer: 0, tag: 1, redelivered: false, exchange: "e", routingKey: "k"))
    private let properties = RawFrame.Properties(contentType: "text/plain", messageID: "1")

    @Test func aMessageInThreeParts() throws {
        var assembler = FrameAssembler()
        try assembler.begin(deliver)
        #expect(try assembler.header(properties, bodySize: 5) == nil)
        #expect(try assembler.body([1, 2]) == nil)
        #expect(try assembler.body([3, 4]) == nil)
        let message = try #require(try assembler.body([5]))
        #expect(message.body == [1, 2, 3, 4, 5])
        #expect(message.kind == deliver)
        #expect(message.properties == properties)
    }

    @Test func anEmptyBodyHasNoBodyFrame() throws {
        var assembler = FrameAssembler()
        try assembler.begin(deliver)
        #expect(try assembler.header(properties, bodySize: 0)?.body == [])
        try assembler.begin(deliver)
        #expect(try assembler.header(properties, bodySize: 1) == nil)
        #expect(try assembler.body([9])?.body == [9])
    }

    @Test func framesOutOfTheirPlaceAreViolations() throws {
        var assembler = FrameAssembler()
        #expect(throws: BusError.self) { try assembler.header(properties, bodySize: 1) }
        #expect(throws: BusError.self) { try assembler.body([1]) }
        try assembler.begin(deliver)
        #expect(throws: BusError.self) { try assembler.begin(deliver) }
        #expect(throws: BusError.self) { try assembler.body([1]) }
        _ = try assembler.header(properties, bodySize: 2)
        let error = #expect(throws: BusError.self) { try assembler.body([1, 2, 3]) }
        #expect(error?.code == .protocolViolation)
    }

    @Test func aRefusedMessageLeavesNothingButItsMethod() throws {
        var assembler = FrameAssembler()
        try assembler.begin(deliver)
        #expect(try assembler.header(properties, bodySize: 3, refusing: true) == nil)
        #expect(try assembler.body([1, 2]) == nil)
        let refused = try #require(try assembler.body([3]))
        #expect(refused.isRefused)
        #expect(refused.kind == deliver)
        #expect(refused.body == [])
        try assembler.begin(deliver)
        let next = try #require(try assembler.header(properties, bodySize: 0))
        #expect(!next.isRefused)
    }
}
