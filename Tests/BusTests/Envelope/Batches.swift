import Bus
import JSON
import TestSupport
import Testing

@Suite struct Batches {
    private let type = BatchCodec.contentType

    @Test(arguments: [0, 1, 2, 128])
    func bytesComeOutAsTheyWentIn(_ count: Int) throws {
        let events = try (0..<count).map { try Samples.encoded(Samples.draft(id: "e\($0)", data: ["t": "],[{\"\\"])) }
        let decoded = try BatchCodec.decode(BatchCodec.encode(events), contentType: type).map { try $0.get() }
        #expect(decoded.map(\.bytes) == events.map(\.bytes))
        #expect(decoded.map(\.event.id) == events.map(\.id))
    }

    @Test func foreignBytesAreKeptToo() throws {
        let event = Array(String(decoding: try Samples.encoded().bytes, as: UTF8.self).replacing(",\"", with: " ,\n \"").utf8)
        let body = Array("\n[ ".utf8) + event + Array(" , ".utf8) + event + Array(" ]\n".utf8)
        let decoded = try BatchCodec.decode(body, contentType: "Application/CloudEvents-Batch+JSON ; charset=UTF-8").map { try $0.get() }
        #expect(decoded.map(\.bytes) == [event, event])
    }

    @Test(arguments: ["NaN", "{}", "{\"a\":1,\"a\":2}", "\"\\udc00\"", "[[]]", "{\"a\":}"])
    func oneBrokenEventIsOneFailure(_ broken: String) throws {
        let good = try Samples.encoded().bytes
        let results = BatchCodec.decode(BatchCodec.encode([good, Array(broken.utf8), good]), contentType: type)
        #expect(results.count == 3)
        #expect(try results.first?.get().bytes == good)
        #expect(try results.last?.get().bytes == good)
        #expect(throws: DecodeFailure.self) { try results[1].get() }
        guard case .failure(let failure) = results[1] else { return }
        #expect(failure.bytes == Array(broken.utf8))
        #expect(failure.error.code == .undecodable)
    }

    @Test(arguments: ["", "[", "[{}", "{}", "x", "[1,]", "[] []"])
    func aBodyThatCannotBeTakenApartIsOneFailure(_ text: String) throws {
        let body = Array(text.utf8)
        let results = BatchCodec.decode(body, contentType: type)
        #expect(results.count == 1)
        guard case .failure(let failure)? = results.first else {
            Issue.record("not a failure")
            return
        }
        #expect(failure.bytes == body)
        #expect(failure.error.reason.hasPrefix("batch is not acceptable: JSON "))
    }

    @Test func oneEventInStructuredMode() throws {
        let event = try Samples.encoded().bytes
        for contentType in [EventCodec.contentType, "application/cloudevents+json; charset=utf-8", nil] {
            #expect(try BatchCodec.decode(event, contentType: contentType).map { try $0.get().bytes } == [event])
        }
        #expect(try BatchCodec.decode([0x20] + BatchCodec.encode([event]), contentType: nil).map { try $0.get().bytes } == [event])
    }

    @Test(arguments: ["application/json", "text/plain", "", "application/cloudevents-batch+xml"])
    func otherContentTypes(_ contentType: String) throws {
        let body = BatchCodec.encode([try Samples.encoded().bytes])
        let results = BatchCodec.decode(body, contentType: contentType)
        guard results.count == 1, case .failure(let failure)? = results.first else {
            Issue.record("not one failure")
            return
        }
        #expect(failure.bytes == body)
    }

    @Test func anyBytesGiveEventsOrFailures() throws {
        var generator = SeededGenerator(seed: 62)
        let body = BatchCodec.encode([try Samples.encoded().bytes, try Samples.encoded(Samples.draft(id: "x")).bytes])
        for _ in 0..<3000 {
            var mutant = body
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                mutant[Int.random(in: mutant.indices, using: &generator)] = UInt8.random(in: .min ... .max, using: &generator)
            }
            for result in BatchCodec.decode(mutant, contentType: type) {
                guard case .success(let decoded) = result else { continue }
                #expect(try EventCodec.decode(decoded.bytes) == decoded.event)
            }
        }
    }
}
