import Bus
import Events
import JSON
import Testing

/// The published schemas, and that they say the same as the code.
@Suite struct SchemaTests {
    static let types = SchemaCatalog.all.map { $0.type }

    private func refusal(_ type: EventType, _ json: JSONValue) throws -> PayloadError? {
        let payload = try #require(PayloadCatalog.payload(of: type))
        do throws(PayloadError) {
            _ = try payload.init(json: json)
            return nil
        } catch {
            return error
        }
    }

    @Test("Every event type has a schema; a new one needs an extension with `schema` in Sources/Events/Schema/Payloads")
    func completeness() {
        #expect(Self.types == PayloadCatalog.all.map { $0.type })
    }

    /// The validator knows every keyword, each example fits its schema, and comes back from its own bytes through the payload.
    @Test(arguments: types)
    func theExampleFitsSchemaAndCode(_ type: EventType) throws {
        let schema = try #require(SchemaCatalog.eventSchema(of: type))
        let event = try #require(SchemaCatalog.example(of: type))
        #expect(SchemaValidator(schema, isClosed: true).findings(event) == [])
        #expect(SchemaValidator(SchemaCatalog.envelopeSchema).findings(event) == [])
        let decoded = try EventCodec.decode(event.bytes)
        let payload = try #require(PayloadCatalog.payload(of: type)).init(json: decoded.data)
        #expect(payload.json == decoded.data)
        let again = try EventCodec.encode(
            decoded.draft, sequence: decoded.sequence, recordedTime: decoded.recordedTime, partitioning: .standard)
        #expect(again.bytes == event.bytes, "the codec writes it otherwise")
    }

    /// Code and schema agree on which members an event cannot do without.
    @Test(arguments: types)
    func aMemberIsRequiredByBothOrByNeither(_ type: EventType) throws {
        let schema = SchemaValidator(try #require(SchemaCatalog.payloadSchema(of: type)))
        let data = try #require(SchemaCatalog.example(of: type)?["data"]?.object)
        #expect(schema.findings(.object(data)) == [])
        for member in data.members {
            var rest = data
            rest[member.key] = nil
            let isRefused = try refusal(type, .object(rest)) != nil
            #expect(schema.findings(.object(rest)).isEmpty == !isRefused, "\(member.key)")
        }
    }

    /// What the code refuses the schema refuses too: of another kind, or outside the form of numbers, amounts, times, choices.
    @Test(arguments: types)
    func nothingFitsTheSchemaThatTheCodeRefuses(_ type: EventType) throws {
        let schema = SchemaValidator(try #require(SchemaCatalog.payloadSchema(of: type)))
        let data = try #require(SchemaCatalog.example(of: type)?["data"]?.object)
        let strange: [JSONValue] = [1, true, .decimal("1.5"), [], ["x"], [:], "", " ", "x", "-1", "1,5", "01", "2025-03-14", "12345678901"]
        var refused = 0
        for member in data.members {
            for value in strange {
                var changed = data
                changed[member.key] = value
                guard let error = try refusal(type, .object(changed)) else { continue }
                refused += 1
                #expect(!schema.findings(.object(changed)).isEmpty, "\(member.key) \(value): \(error.problem)")
            }
        }
        #expect(refused > data.members.count)
    }

    @Test func formsAreCheckedByTheSchemaAlone() throws {
        let schema = SchemaValidator(try #require(SchemaCatalog.payloadSchema(of: PaymentMade.type)))
        let example = try #require(SchemaCatalog.example(of: PaymentMade.type)?["data"]?.object)
        for (member, wrong) in [
            ("declaration", "10000000001"), ("total", "1500000.50"), ("total", "007"), ("office", ""), ("office", "Hải Phòng"),
            ("voucherDate", "2025-03-14T16:00:00Z"), ("part", "0"), ("bank", "VCB 01"),
        ] {
            var changed = example
            changed[member] = .string(wrong)
            #expect(schema.findings(.object(changed)).map(\.place) == ["$.\(member)"], "\(member) \(wrong)")
        }
    }

    @Test func membersOfLaterReleasesAreLetBy() throws {
        let schema = try #require(SchemaCatalog.eventSchema(of: PaymentMade.type))
        var event = try #require(SchemaCatalog.example(of: PaymentMade.type)?.object)
        event["later"] = "x"
        #expect(SchemaValidator(schema).findings(.object(event)) == [])
        #expect(SchemaValidator(schema, isClosed: true).findings(.object(event)).map(\.place) == ["$.later"])
    }

    @Test func anUnknownTypeHasNoSchema() throws {
        let type = EventType(system: "epayment", entity: "payment", event: "made", version: 2)
        #expect(SchemaCatalog.eventSchema(of: type) == nil)
        #expect(SchemaCatalog.payloadSchema(of: type) == nil)
        #expect(SchemaCatalog.example(of: type) == nil)
    }
}
