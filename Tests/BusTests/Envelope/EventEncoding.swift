import Bus
import JSON
import Testing

@Suite struct EventEncoding {
    @Test func isOneCloudEventWithItsAttributesInOrder() throws {
        let event = try Samples.encoded()
        #expect(
            String(decoding: event.bytes, as: UTF8.self) == #"{"specversion":"1.0","id":"vnaccs-1","source":"/vn/customs/vnaccs","#
                + #""type":"vn.customs.vnaccs.declaration.registered.v1","subject":"100123456780","#
                + #""time":"2025-03-14T23:00:00+07:00","datacontenttype":"application/json","partitionkey":"10012345678","#
                + #""sequence":"00000000000000000042","traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01","#
                + #""recordedtime":"2025-03-14T23:00:01.234+07:00","data":{"declaration":"100123456780"}}"#)
        #expect(event.routingKey == "vnaccs.declaration.p" + "0\(Partitioning.standard.partition(of: "10012345678"))")
        #expect(event.id == "vnaccs-1")
        #expect(event.time == Samples.time)
    }

    /// A draft whose text was written before its position was known gives the same event.
    @Test(arguments: ["vnaccs-1", "số-1/\"x\"", ""])
    func writtenBeforehandIsTheSame(_ id: String) throws {
        for subject in ["100123456780", nil] {
            for trace in [nil, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", ""] {
                var draft = Samples.draft(id: id, data: ["lines": [1, "hai", .null, .decimal("0.50")], "đ": true])
                draft.subject = subject
                draft.traceparent = trace
                let recorded = Timestamp(milliseconds: Samples.time.milliseconds + 1234)
                let written = Result {
                    try EventCodec.encode(
                        WrittenDraft(draft), sequence: 42, recordedTime: recorded, partitioning: .standard)
                }
                let whole = Result { try Samples.encoded(draft) }
                #expect((try? written.get()) == (try? whole.get()))
                #expect((try? whole.get()) == nil || !id.isEmpty && trace != "")
                #expect("\(written)" == "\(whole)")
            }
        }
    }

    @Test func absentOptionalsAreLeftOut() throws {
        var draft = Samples.draft()
        draft.subject = nil
        draft.traceparent = nil
        let text = String(decoding: try Samples.encoded(draft).bytes, as: UTF8.self)
        #expect(!text.contains("subject") && !text.contains("traceparent") && !text.contains("null"))
    }

    private static let noncharacters = [0xFDD0, 0xFDEF, 0xFFFE, 0x1FFFF, 0x10FFFE].compactMap { (code: UInt32) in
        Unicode.Scalar(code).map { String(Character($0)) }
    }

    @Test(arguments: [0, 1, 42, UInt64.max])
    func comesBackAsItWas(_ sequence: UInt64) throws {
        var draft = Samples.draft(id: "số-1/\"x\"", data: ["lines": [1, "hai", .null, .decimal("0.50")], "đ": true])
        draft.time = Timestamp(milliseconds: -1)
        let event = try EventCodec.decode(Samples.encoded(draft, sequence: sequence).bytes)
        #expect(event.draft == draft)
        #expect(event.sequence == sequence)
        #expect(event.recordedTime == Timestamp(milliseconds: Samples.time.milliseconds + 1234))
    }

    @Test func sequenceTextSortsAsItsNumber() throws {
        let numbers: [UInt64] = [0, 9, 10, 99, 100, 1 << 32, .max]
        let texts = try numbers.map { try JSON.parse(Samples.encoded(sequence: $0).bytes)["sequence"]?.string ?? "" }
        #expect(texts == texts.sorted())
        #expect(texts.allSatisfy { $0.utf8.count == 20 })
    }

    @Test(arguments: ["", "a\nb", "a\u{0}", "\u{7F}", "a\u{85}"] + noncharacters)
    func attributesWithTextThatCloudEventsForbids(_ text: String) {
        for attribute in [\EventDraft.id, \.source, \.partitionKey] {
            var draft = Samples.draft()
            draft[keyPath: attribute] = text
            #expect(refusal { try Samples.encoded(draft) }?.code == .undecodable)
        }
        for attribute in [\EventDraft.subject, \.traceparent] {
            var draft = Samples.draft()
            draft[keyPath: attribute] = text
            #expect(refusal { try Samples.encoded(draft) }?.code == .undecodable)
        }
    }

    @Test(arguments: ["/vn customs", "<x>", "đ", "a|b"])
    func sourceThatIsNoURIReference(_ source: String) {
        var draft = Samples.draft()
        draft.source = source
        #expect(refusal { try Samples.encoded(draft) }?.reason == "attribute source is not a URI reference")
    }

    @Test func refusalNamesTheAttributeAndNeverItsText() {
        let error = refusal { try Samples.encoded(Samples.draft(id: "secret\n")) }
        #expect(error?.description == "bus undecodable: attribute id has a control character or a noncharacter")
        #expect(error?.isRetryable == false)
    }

    @Test func idHasToFitAnAMQPShortString() throws {
        _ = try Samples.encoded(Samples.draft(id: String(repeating: "i", count: 255)))
        #expect(refusal { try Samples.encoded(Samples.draft(id: String(repeating: "i", count: 256))) }?.code == .tooLarge)
        #expect(refusal { try Samples.encoded(Samples.draft(key: String(repeating: "đ", count: 128))) }?.code == .tooLarge)
    }

    @Test func typeThatCouldNotBeReadBack() {
        var draft = Samples.draft()
        draft.type = EventType(system: "VNACCS", entity: "declaration", event: "registered")
        #expect(refusal { try Samples.encoded(draft) }?.reason == "attribute type has not our form")
    }

    @Test func eventUpToItsLimit() throws {
        #expect(try Samples.encoded(bytes: Limits.eventBytes).bytes.count == Limits.eventBytes)
        #expect(refusal { try Samples.encoded(bytes: Limits.eventBytes + 1) }?.code == .tooLarge)
    }

    @Test func dataUpToTheDepthThatCanBeReadBack() throws {
        var data: JSONValue = 1
        for _ in 0..<Limits.jsonDepth - 1 { data = [data] }
        #expect(try EventCodec.decode(Samples.encoded(Samples.draft(data: data)).bytes).data == data)
        #expect(refusal { try Samples.encoded(Samples.draft(data: [data])) }?.code == .tooLarge)
    }

    @Test(arguments: [.min, .max, -62_135_622_000_001, 253_402_275_600_000] as [Int64])
    func timeThatFourDigitsCannotWrite(_ milliseconds: Int64) {
        var draft = Samples.draft()
        draft.time = Timestamp(milliseconds: milliseconds)
        #expect(refusal { try Samples.encoded(draft) }?.code == .undecodable)
    }
}

/// What an act is refused with; nil when it succeeds.
func refusal<Value>(_ act: () throws -> Value) -> BusError? {
    do {
        _ = try act()
        return nil
    } catch {
        return error as? BusError
    }
}
