import Bus
import Events
import JSON
import Testing

@Suite struct Payloads {
    /// Reads the JSON as the same payload type and compares.
    private func comesBack<Payload: EventPayload>(_ payload: Payload, through json: JSONValue) throws -> Bool {
        try Payload(json: json) == payload
    }

    /// What reading the JSON as the payload's type is refused with.
    private func refusal(_ payload: any EventPayload, _ json: JSONValue) -> PayloadError? {
        do throws(PayloadError) {
            _ = try Swift.type(of: payload).init(json: json)
            return nil
        } catch {
            return error
        }
    }

    @Test func samplesAreOfEveryTypeInTheCatalog() throws {
        #expect(try PayloadSamples.all().map { Swift.type(of: $0).type } == PayloadCatalog.all.map { $0.type })
    }

    @Test func everyPayloadComesBackFromItsEvent() throws {
        for payload in try PayloadSamples.all() + PayloadSamples.sparse() {
            let type = Swift.type(of: payload).type
            let draft = EventDraft(
                id: "e1", source: SystemName.vnaccs.source, type: type, subject: nil, time: Timestamp(milliseconds: 0),
                partitionKey: "10012345678", data: payload.json)
            let encoded = try EventCodec.encode(draft, sequence: 1, recordedTime: draft.time, partitioning: .standard)
            let event = try EventCodec.decode(encoded.bytes)
            #expect(try comesBack(payload, through: event.data), "\(type)")
            #expect(event.type == type)
            #expect(event.data.bytes == payload.json.bytes)
        }
    }

    @Test func absentOptionalsAreLeftOut() throws {
        let sparse = PayloadSamples.sparse()
        #expect(!sparse.isEmpty)
        for payload in sparse {
            let members = try #require(payload.json.object?.members)
            #expect(members.allSatisfy { $0.value != .null }, "\(Swift.type(of: payload))")
        }
    }

    /// Every member of a sparse payload is needed: the error names the one that is gone.
    @Test func aMissingMemberIsNamed() throws {
        for payload in try PayloadSamples.sparse() + PayloadSamples.all().filter({ sample in
            !PayloadSamples.sparse().contains { Swift.type(of: $0) == Swift.type(of: sample) }
        }) {
            let object = try #require(payload.json.object)
            for member in object.members {
                var rest = object
                rest[member.key] = nil
                let error = refusal(payload, .object(rest))
                #expect(error?.member == member.key, "\(Swift.type(of: payload)).\(member.key)")
                #expect(error?.problem == "is missing")
            }
        }
    }

    /// Amounts, codes and times are strings; another kind of value is never taken for one.
    @Test(arguments: [1, true, [], [:], .decimal("1.5")] as [JSONValue])
    func aMemberOfTheWrongKindIsNamed(_ wrong: JSONValue) throws {
        for payload in try PayloadSamples.all() {
            let object = try #require(payload.json.object)
            for member in object.members where (member.value.array == nil) != (wrong.array == nil) || wrong.array == nil {
                var changed = object
                changed[member.key] = wrong
                #expect(refusal(payload, .object(changed))?.member == member.key, "\(Swift.type(of: payload)).\(member.key)")
            }
        }
    }

    @Test(arguments: [
        ("declaration", "12345678901"), ("declaration", "1001234567 1"), ("flow", "transit"), ("lane", "4"), ("lane", ""),
        ("registered", "2025-03-14"), ("totalTax", "1,5"), ("totalTax", "-1"), ("totalTax", ""),
    ])
    func aTextOutsideItsMembersFormIsNamed(_ member: String, _ text: String) throws {
        let samples = try PayloadSamples.all()
        let payload = try #require(samples.first { $0 is DeclarationRegistered })
        var object = try #require(payload.json.object)
        object[member] = .string(text)
        let error = refusal(payload, .object(object))
        #expect(error?.member == member)
        #expect(text.isEmpty || error?.description.contains(text) == false)
    }

    @Test func aWrongMemberInAListIsNamedWithItsPlace() throws {
        let samples = try PayloadSamples.all()
        let payload = try #require(samples.first { $0 is PaymentMade })
        var object = try #require(payload.json.object)
        object["lines"] = [["subItem": "1", "amount": "1"], ["subItem": "1", "amount": "x"]]
        #expect(refusal(payload, .object(object))?.member == "lines[1].amount")
        object["lines"] = [["amount": "1"]]
        #expect(refusal(payload, .object(object))?.description == "payload of vn.customs.epayment.payment.made.v1: lines[0].subItem is missing")
        object["lines"] = ["x"]
        #expect(refusal(payload, .object(object))?.member == "lines[0]")
    }

    @Test func dataThatIsNoObject() throws {
        for payload in try PayloadSamples.all() { #expect(refusal(payload, [])?.member == "data") }
    }

    @Test func membersOfLaterVersionsAreLetBy() throws {
        for payload in try PayloadSamples.all() {
            var object = try #require(payload.json.object)
            object["later"] = ["x": 1]
            #expect(try comesBack(payload, through: .object(object)))
        }
    }
}
