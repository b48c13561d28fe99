import Bus
@testable import Consumers
import Testing

@Suite struct PoisonDrainTests {
    private func delivery(_ body: [UInt8], reason: String, _ more: [String: HeaderValue] = [:]) -> Delivery {
        let headers: [String: HeaderValue] = [
            "x-first-death-queue": .string("lt.declarations.p03"), "x-first-death-reason": .string(reason),
        ]
        return Delivery(
            tag: DeliveryTag(generation: 1, tag: 1), queue: "lt.poison", exchange: "", routingKey: "lt.poison",
            redelivered: false, contentType: BatchCodec.contentType, messageID: nil,
            headers: headers.merging(more) { _, new in new }, body: body)
    }

    @Test func theCauseIsWhatTheBrokerSays() throws {
        let event = try EventSamples.plain("a1", key: "A")
        let body = BatchCodec.encode([event.bytes])
        let tired = PoisonDrain.parked(
            delivery(body, reason: "delivery_limit", ["x-delivery-count": .integer(20)]), at: EventSamples.evening)
        #expect(tired.map(\.cause) == ["delivery-limit"])
        #expect(tired.map(\.attempts) == [20])
        #expect(tired.map(\.consumer) == ["declarations"])
        let large = PoisonDrain.parked(delivery(body, reason: "rejected"), at: EventSamples.evening)
        #expect(large.map(\.cause) == ["oversize"])
        #expect(large.map(\.eventID) == ["a1"])
        #expect(large.map(\.bytes) == [event.bytes])
    }

    @Test func theRoutingKeyIsTheOneItWasPublishedWith() throws {
        let body = BatchCodec.encode([try EventSamples.plain("a1", key: "A").bytes])
        func death(_ keys: [String]) -> HeaderValue { .table(["routing-keys": .array(keys.map(HeaderValue.string))]) }
        // The latest death first.
        let deaths = HeaderValue.array([death(["lt.poison"]), death(["vnaccs.tax.p03", "copy"])])
        let parked = PoisonDrain.parked(
            delivery(body, reason: "rejected", ["x-death": deaths]), at: EventSamples.evening)
        #expect(parked.map(\.routingKey) == ["vnaccs.tax.p03"])
        // A broker that notes no death, and one that notes them in another form.
        #expect(PoisonDrain.parked(delivery(body, reason: "rejected"), at: EventSamples.evening).map(\.routingKey) == ["lt.poison"])
        let odd = delivery(body, reason: "rejected", ["x-death": .string("?")])
        #expect(PoisonDrain.parked(odd, at: EventSamples.evening).map(\.routingKey) == ["lt.poison"])
    }

    @Test func whatIsNoEventKeepsItsBytes() {
        let parked = PoisonDrain.parked(delivery(Array("no batch".utf8), reason: "rejected"), at: EventSamples.evening)
        #expect(parked.map(\.cause) == ["undecodable"])
        #expect(parked.map(\.bytes) == [Array("no batch".utf8)])
    }
}
