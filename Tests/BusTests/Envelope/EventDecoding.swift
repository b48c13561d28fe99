import Bus
import JSON
import Testing

@Suite struct EventDecoding {
    /// The sample event with some members set to other values and one left out.
    private func event(_ changes: [String: JSONValue] = [:], without name: String? = nil) throws -> [UInt8] {
        var object = try #require(JSON.parse(Samples.encoded().bytes).object)
        if let name { object[name] = nil }
        for (name, value) in changes { object[name] = value }
        return JSONValue.object(object).bytes
    }

    @Test(arguments: ["specversion", "id", "source", "type", "time", "partitionkey", "sequence", "recordedtime", "data"])
    func requiredAttributeIsMissing(_ name: String) throws {
        let bytes = try event(without: name)
        let error = try #require(refusal { try EventCodec.decode(bytes) })
        #expect(error.code == .undecodable)
        #expect(error.reason == "attribute \(name) is missing")
    }

    @Test(arguments: [
        ("specversion", "0.3"), ("specversion", 1), ("id", ""), ("id", 7), ("id", ["x"]), ("source", ""), ("source", "a b"),
        ("type", "x"), ("type", "vn.customs.vnaccs.declaration.registered"), ("time", "yesterday"), ("time", 1741968000),
        ("time", "2025-02-30T00:00:00+07:00"), ("datacontenttype", "text/xml"), ("datacontenttype", true), ("partitionkey", ""),
        ("partitionkey", "a\tb"), ("sequence", 42), ("sequence", "4x"), ("sequence", "+4"), ("sequence", "18446744073709551616"),
        ("sequence", "000000000000000000042"), ("sequence", ""), ("recordedtime", ""), ("subject", ""), ("subject", 1),
        ("traceparent", 1), ("data_base64", "AAEC"),
    ] as [(String, JSONValue)])
    func attributeIsWrong(_ name: String, _ value: JSONValue) throws {
        let bytes = try event([name: value])
        let error = try #require(refusal { try EventCodec.decode(bytes) })
        #expect(error.code == .undecodable)
        #expect(error.reason.hasPrefix("attribute \(name) "))
    }

    @Test func othersAttributesAreLetBy() throws {
        let bytes = try event(["replayid": "night-1", "dataschema": "urn:x", "extra": 5])
        #expect(try EventCodec.decode(bytes).draft == Samples.draft())
    }

    @Test func nullIsAnAttributeThatIsNotSet() throws {
        let event = try EventCodec.decode(event(["subject": .null, "traceparent": .null, "datacontenttype": .null, "data": .null]))
        #expect(event.draft.subject == nil)
        #expect(event.draft.traceparent == nil)
        #expect(event.data == .null)
    }

    @Test(arguments: ["application/json", "Application/JSON; charset=utf-8", "application/vn.customs+json", "text/x+json ;v=1"])
    func everyJSONContentTypeOfData(_ type: String) throws {
        #expect(try EventCodec.decode(event(["datacontenttype": .string(type)])).id == "vnaccs-1")
    }

    @Test func timesInOtherOffsetsAreTheSameTime() throws {
        #expect(try EventCodec.decode(event(["time": "2025-03-14T16:00:00Z"])).time == Samples.time)
    }

    @Test func notJSON() throws {
        let error = try #require(refusal { try EventCodec.decode(Array(#"{"id":"a","id":"b"}"#.utf8)) })
        #expect(error.reason == "event is not acceptable: JSON duplicateKey at byte 10")
        #expect(error.cause as? JSONError == JSONError(.duplicateKey, offset: 10))
        #expect(refusal { try EventCodec.decode(Array("[1]".utf8)) }?.reason == "event is not a JSON object")
    }

    @Test func largerThanTheLimit() throws {
        let event = try Samples.encoded(bytes: Limits.eventBytes).bytes
        _ = try EventCodec.decode(event)
        #expect(refusal { try EventCodec.decode(event + [0x20]) }?.code == .tooLarge)
    }
}
