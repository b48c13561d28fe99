@testable import Adapters
import Bus
import Events
import Testing

struct InputMappingTests {
    @Test("IDC declares: key, subject, correlation time and payload")
    func submitted() throws {
        let message = try Samples.decode(Samples.idc)
        let event = try #require(message.events.first)
        #expect(message.form == "IDC")
        #expect(message.events.count == 1)
        #expect(event.type == DeclarationSubmitted.type)
        #expect(event.source == "/vn/customs/vnaccs")
        #expect(event.subject == "100000000010")
        #expect(event.partitionKey == "10000000001")
        #expect(event.time == Timestamp(compact: "20250317083015"))
        let payload = try DeclarationSubmitted(json: event.data)
        #expect(payload.flow == .import)
        #expect(payload.reference == "IDC  20250317083015000001")
    }

    @Test("EDC, EDE and IDE declare too", arguments: ["EDC", "EDE", "IDE"])
    func otherSubmissions(_ procedure: String) throws {
        let form = try #require(VNACCSForm.input(procedure))
        let message = Samples.input(form, [form.numberItem: "300000000021"])
        let payload = try DeclarationSubmitted(json: try #require(try Samples.decode(message).events.first).data)
        #expect(payload.flow == (procedure.hasPrefix("E") ? .export : .import))
        #expect(payload.declaration.version == 1)
    }

    @Test("A first IDA has no number yet: its key is its correlation")
    func prepared() throws {
        let event = try #require(try Samples.decode(Samples.ida).events.first)
        #expect(event.type == DeclarationPrepared.type)
        #expect(event.subject == nil)
        #expect(event.partitionKey == "IDA  20250317083015000001")
        let payload = try DeclarationPrepared(json: event.data)
        #expect(payload.declaration == nil)
        #expect(payload.kind == "A11")
        #expect(payload.office == "02CI")
        #expect(payload.taxpayer == "0100109106")
    }

    @Test("IDA01 must name its declaration, and is keyed by it")
    func corrected() throws {
        var message = VNACCSMessage(input: .ida01, header: Samples.header("IDA01"))
        for (name, value) in Samples.ida.items { message[name.id, name.occurrence ?? 1] = value }
        #expect(throws: AdapterError.self) { try message.encoded() }
        message["ICN"] = "100000000011"
        let event = try #require(try Samples.decode(message).events.first)
        #expect(event.partitionKey == "10000000001")
        #expect(try DeclarationPrepared(json: event.data).declaration?.version == 1)
    }

    @Test("EDA takes kind, office and exporter from its own items")
    func exportPrepared() throws {
        let message = Samples.input(
            .eda,
            [
                "ECB": "B11", "MTC": "2", "CH": "02CI", "EPC": "0300588569", "NO": "1", "NOT": "CT", "DSC": "JPTYO",
                "SYM": "20250320", "IP2": "FOB", "IP3": "USD", "IP4": "1000.50", "IP1": "A", "CMD": "61091010",
                "CMN": "Áo thun", "QN1": "500", "QT1": "PCE", "TXN": "123456789012",
            ])
        let payload = try DeclarationPrepared(json: try #require(try Samples.decode(message).events.first).data)
        #expect(payload.flow == .export)
        #expect(payload.kind == "B11")
        #expect(payload.taxpayer == "0300588569")
    }

    @Test("TXN is a number in EDA and alphanumeric in EDA01")
    func exemptionList() throws {
        let eda = try #require(VNACCSForm.input("EDA")?.table.fields.first { $0.id == "TXN" })
        let eda01 = try #require(VNACCSForm.input("EDA01")?.table.fields.first { $0.id == "TXN" })
        #expect(eda.kind == .integer)
        #expect(eda01.kind == .alphanumeric)
    }

    @Test("Without a time in the data information, the business time is when it was received here")
    func receivedTime() throws {
        var message = Samples.idc
        message.header.dataInfo = "X"
        #expect(try Samples.decode(message).events.first?.time == Samples.received)
    }

    @Test("Without any correlation the key is never empty and the id follows the content, not the password")
    func noCorrelation() throws {
        var message = Samples.ida
        message.header.dataInfo = ""
        let first = try #require(try Samples.decode(message).events.first)
        #expect(first.partitionKey == "A1234001TRMNL1")
        message.header.password = HeaderPassword("OTHER")
        #expect(try Samples.decode(message).events.first?.id == first.id)
        message["NO"] = "13"
        #expect(try Samples.decode(message).events.first?.id != first.id)
        message.header.user = ""
        message.header.terminal = ""
        #expect(try Samples.decode(message).events.first?.partitionKey == "vnaccs")
    }

    @Test("Ids: the same bytes the same, other senders, procedures and counters others, printable and without blanks")
    func ids() throws {
        let first = try Samples.decode(Samples.ida)
        #expect(try Samples.decode(Samples.ida) == first)
        let again = try VNACCSCodec().decode(try Samples.ida.encoded(), received: Timestamp(milliseconds: 5))
        #expect(again == first)

        var variants: [VNACCSMessage] = [Samples.ida, Samples.ida, Samples.ida, Samples.idc]
        variants[0].header.terminal = "TRMNL2"
        variants[1].header.user = "A1234002"
        variants[2].header.dataInfo = "IDA  20250317083015000002"
        var ids = try variants.map { try #require(try Samples.decode($0).events.first).id }
        ids.append(try #require(first.events.first).id)
        #expect(Set(ids).count == 5)
        for id in ids { #expect(id.utf8.allSatisfy { (0x21...0x7E).contains($0) }) }
    }

    @Test("A correlation of any characters is told from every other and read back")
    func references() {
        var header = Samples.header("IDC")
        var texts: Set<String> = []
        for dataInfo in ["a b", "a.b", "a:b", "a%20b", "a%b", "", ":", "..", "%"] {
            header.dataInfo = dataInfo
            let reference = MessageReference(header)
            #expect(MessageReference(reference.text) == reference)
            texts.insert(reference.text)
        }
        #expect(texts.count == 9)
        #expect(MessageReference("a:b:c") == nil)
        #expect(MessageReference("a:b:c:d%2:e") == nil)
        #expect(MessageReference("a:b:c:d%+1:e") == nil)
    }
}
