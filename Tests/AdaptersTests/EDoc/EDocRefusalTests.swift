import Bus
import Events
import Testing

@testable import Adapters

struct EDocRefusalTests {
    struct Damage: Sendable, CustomTestStringConvertible {
        var old: String
        var new: String
        var code: AdapterError.Code
        var field: String?

        init(_ old: String, _ new: String, _ code: AdapterError.Code, _ field: String?) {
            self.old = old
            self.new = new
            self.code = code
            self.field = field
        }

        var testDescription: String { "\(old) -> \(new.prefix(40))" }
    }

    @Test(arguments: [
        Damage("số 100000000010", "số 10000000001", .badItem, "Subject"),
        Damage("Kính gửi", String(repeating: "ả", count: 501), .itemTooLong, "Content"),
        Damage("<OrganId>000.00.20.H56", "<OrganId>000.00.19.G12", .badItem, "To/OrganId"),
        Damage("<From><OrganId>000.00.18.G12", "<From><OrganId>000.00.00.18.G12", .badItem, "From/OrganId"),
        Damage("<From><OrganId>000.00.18.G12", "<From><OrganId>000..G12", .badItem, "From/OrganId"),
        Damage("<From><OrganId>000.00.18.G12</OrganId>", "<From>", .missingItem, "From/OrganId"),
        Damage("<DocumentId>00012-2025</DocumentId>", "", .missingItem, "DocumentId"),
        Damage("<Priority>0", "<Priority>5", .badItem, "OtherInfo/Priority"),
        Damage("<Type>2", "<Type>3", .badItem, "DocumentType/Type"),
        Damage("<CodeNumber>62", "<CodeNumber>123456789012", .itemTooLong, "Code/CodeNumber"),
        Damage("2025/03/12", "2025/13/12", .badItem, "PromulgationInfo/PromulgationDate"),
        Damage("2025/03/12", "2025/03/15", .badItem, "PromulgationInfo/PromulgationDate"),
        Damage("2025/03/14 09:00:00", "2025/03/14 9h", .badItem, "TraceHeaderList/TraceHeader/Timestamp"),
        Damage("<BussinessDocType>0", "<BussinessDocType>4", .badItem, "TraceHeaderList/Bussiness/BussinessDocType"),
        Damage("UEsDBA==", "UEsDBA=", .badItem, "Attachment/ContentTransferEncoded"),
        Damage("UEsDBA==", "UEs!BA==", .badItem, "Attachment/ContentTransferEncoded"),
        Damage("<Subject>", "<Subject>x</Subject><Subject>", .badItem, "Subject"),
        Damage("<MessageHeader>", "<Status/><MessageHeader>", .badItem, "Status"),
    ])
    func damagedDocumentsAreRefusedByName(damage: Damage) throws {
        let text = EDocSamples.document.replacing(damage.old, with: damage.new)
        #expect(text != EDocSamples.document)
        let error = try #require(throws: AdapterError.self) { try EDocSamples.decode(text) }
        #expect(error.code == damage.code)
        #expect(error.field == damage.field)
        #expect(error.offset != nil)
    }

    @Test(arguments: [
        Damage("<StatusCode>03", "<StatusCode>07", .badItem, "StatusCode"),
        Damage("<StatusCode>03</StatusCode>", "", .missingItem, "StatusCode"),
        Damage("<Timestamp>2025/03/14 10:31:00</Timestamp>", "", .missingItem, "Timestamp"),
        Damage("<DocumentId>00012-2025</DocumentId>", "", .missingItem, "ResponseFor/DocumentId"),
        Damage("<ResponseFor><OrganId>000", "<ResponseFor><OrganId>a/b", .badItem, "ResponseFor/OrganId"),
        Damage("<StatusCode>03", "<StatusCode>02</StatusCode><StatusCode>03", .badItem, "StatusCode"),
    ])
    func damagedStatusesAreRefusedByName(damage: Damage) throws {
        let text = EDocSamples.status.replacing(damage.old, with: damage.new)
        #expect(text != EDocSamples.status)
        let error = try #require(throws: AdapterError.self) { try EDocSamples.decode(text) }
        #expect(error.code == damage.code)
        #expect(error.field == damage.field)
    }

    @Test func lengthsCountCharactersAndNotBytes() throws {
        let fits = EDocSamples.document.replacing("Kính gửi", with: String(repeating: "ả", count: 500))
        #expect(try EDocSamples.decode(fits).events.count == 1)
    }

    @Test func attachmentsHaveALimit() throws {
        let text = EDocSamples.document(EDocSamples.header(), attachment: Base64.encode(Array(repeating: 0, count: 100)))
        let bytes = Array(text.utf8)
        #expect(try EDocCodec(attachmentBytes: 100).decode(bytes, received: EDocSamples.received).events.count == 1)
        let error = try #require(throws: AdapterError.self) {
            try EDocCodec(attachmentBytes: 99).decode(bytes, received: EDocSamples.received)
        }
        #expect(error.code == .tooLarge)
    }

    @Test(arguments: ["<html/>", "<edXML/>", "<Envelope><Header/><Body/></Envelope>"])
    func otherRootsAndEmptyEnvelopesAreUnknown(text: String) throws {
        #expect(try #require(throws: AdapterError.self) { try EDocSamples.decode(text) }.code == .unknownForm)
    }

    @Test func aSecondHeaderIsRefused() throws {
        let text = EDocSamples.document.replacing("<edXML:edXMLBody>", with: "<edXML:edXMLHeader/><edXML:edXMLBody>")
        #expect(try #require(throws: AdapterError.self) { try EDocSamples.decode(text) }.code == .badItem)
    }
}
