import Bus
import Events
import Testing

@testable import Adapters

struct EPaymentRefusalTests {
    /// The payment sample with one piece exchanged.
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

        var testDescription: String { "\(old) -> \(new)" }
    }

    @Test(arguments: [
        Damage("<So_TK>100000000010", "<So_TK>10000000001", .badItem, "GNT_CT/So_TK"),
        Damage("<So_TK>100000000010", "<So_TK>10000000001A", .badItem, "GNT_CT/So_TK"),
        Damage("<So_TK>100000000010</So_TK>", "", .missingItem, "GNT_CT/So_TK"),
        Damage("<SoTien_VND>1000000<", "<SoTien_VND>-1000000<", .badItem, "GNT_CT/ToKhai_CT/SoTien_VND"),
        Damage("<SoTien_VND>1000000<", "<SoTien_VND>+1000000<", .badItem, "GNT_CT/ToKhai_CT/SoTien_VND"),
        Damage("<SoTien_VND>1000000<", "<SoTien_VND>1,000,000<", .badItem, "GNT_CT/ToKhai_CT/SoTien_VND"),
        Damage("<SoTien_VND>1000000<", "<SoTien_VND>1000000.00001<", .badItem, "GNT_CT/ToKhai_CT/SoTien_VND"),
        Damage("<SoTien_VND>1000000<", "<SoTien_VND>1e6<", .badItem, "GNT_CT/ToKhai_CT/SoTien_VND"),
        Damage("<SoTien_VND>1000000</SoTien_VND>", "<SoTien_VND/>", .missingItem, "GNT_CT/ToKhai_CT/SoTien_VND"),
        Damage("<SoTien_VND>1000000<", "<SoTien_VND>1000001<", .badItem, "SoTien_TO"),
        Damage("<SoTien_VND>1000000</", "<SoTien_VND>1</SoTien_VND><SoTien_VND>1000000</", .badItem, "GNT_CT/ToKhai_CT/SoTien_VND"),
        Damage("<NDKT>1901<", "<NDKT>901<", .badItem, "GNT_CT/ToKhai_CT/NDKT"),
        Damage("2025-03-13<", "13/03/2025<", .badItem, "Ngay_CT"),
        Damage("T22:58:31", "T25:58:31", .badItem, "Transaction_Date"),
        Damage("<Ma_DV>0100000001</Ma_DV>", "", .missingItem, "Ma_DV"),
        Damage("<Ma_DV>0100000001<", "<Ma_DV>0100000001000000000000<", .itemTooLong, "Ma_DV"),
        Damage("<Message_Type>301<", "<Message_Type>999<", .unknownForm, "Message_Type"),
        Damage("<Message_Type>301</Message_Type>", "", .missingItem, "Message_Type"),
        Damage("<Transaction_ID>5f0c1a52-7d3e-4b8f-9a41-000000000001</Transaction_ID>", "", .missingItem, "Transaction_ID"),
        Damage("<Transaction_ID>5f0c", "<Transaction_ID>5f 0c", .badItem, "Transaction_ID"),
        Damage("<Transaction_Date>2025-03-14T22:58:31</Transaction_Date>", "", .missingItem, "Transaction_Date"),
        Damage("<Sender_Code>01201001</Sender_Code>", "", .missingItem, "Sender_Code"),
        Damage("<Signature/>", "<Data/>", .badItem, "Data"),
        Damage("<Customs>", "<Customs><Header/>", .badItem, "Header"),
    ])
    func damagedPaymentsAreRefusedByName(damage: Damage) throws {
        let text = EPaymentSamples.payment.replacing(damage.old, with: damage.new)
        #expect(text != EPaymentSamples.payment)
        let error = try #require(throws: AdapterError.self) { try EPaymentSamples.decode(text) }
        #expect(error.code == damage.code)
        #expect(error.field == damage.field)
        #expect(error.line != nil)
        #expect(error.offset != nil)
        #expect(!error.isRetryable)
    }

    @Test func otherDamage() throws {
        func code(_ text: String) -> AdapterError.Code? {
            do throws(AdapterError) {
                _ = try EPaymentSamples.decode(text)
                return nil
            } catch { return error.code }
        }
        #expect(code("<Customer/>") == .unknownForm)
        #expect(code("<Customs/>") == .missingItem)
        #expect(code("<Customs>\(EPaymentSamples.header())</Customs>") == .missingItem)
        #expect(code(EPaymentSamples.message(EPaymentSamples.header(), EPaymentSamples.paymentData)) == .missingItem)
        #expect(code(EPaymentSamples.guarantee.replacing("2025-04-13", with: "2025-03-13")) == .badItem)
        #expect(code(EPaymentSamples.accepted.replacing("<Request_ID>r-1</Request_ID>", with: "")) == .missingItem)
        #expect(code(EPaymentSamples.refused.replacing("<ErrorNumber>45</ErrorNumber>", with: "")) == .missingItem)
        let lines = String(repeating: "<ToKhai_CT><NDKT>1901</NDKT><SoTien_VND>1</SoTien_VND></ToKhai_CT>", count: 201)
        #expect(
            code(EPaymentSamples.payment.replacing("<Ma_LT>1</Ma_LT>", with: "<Ma_LT>1</Ma_LT>\(lines)"))
                == .limitExceeded)
    }

    @Test func errorsNeverShowValues() throws {
        let text = EPaymentSamples.payment.replacing("<Ma_DV>0100000001<", with: "<Ma_DV>bí mật<")
        let error = try #require(throws: AdapterError.self) { try EPaymentSamples.decode(text) }
        #expect(!error.description.contains("bí mật"))
        let type = EPaymentSamples.payment.replacing("<Message_Type>301", with: "<Message_Type>bí mật")
        #expect(try #require(throws: AdapterError.self) { try EPaymentSamples.decode(type) }.form == nil)
    }

    @Test func amountsThatAddUpToMoreThanAnEventCanCarryAreRefused() throws {
        let great = String(repeating: "9", count: 20)
        let line = "<SoTien_VND>1000000<"
        let text = EPaymentSamples.payment.replacing(line, with: "<SoTien_VND>\(great)<")
            .replacing("<SoTien_VND>500000.5<", with: "<SoTien_VND>\(great).9999<")
        let error = try #require(throws: AdapterError.self) { try EPaymentSamples.decode(text) }
        #expect(error.code == .badItem)
        #expect(error.field == "GNT_CT/ToKhai_CT/SoTien_VND")
    }
}
