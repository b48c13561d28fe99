import Events
import Testing

@testable import Consumers

/// The record as it lies in the ledger.
@Suite struct StoredRecordTests {
    /// As it was written before sub-items of advices, fees and securities were kept.
    private let earlier = #"""
        {"format":1,"key":"10000000001","version":1,"asOf":1741964400000,"registration":{"version":1,"time":1741964400000,"lane":"2",\#
        "flow":"import","officeName":"HQ \"A\"","totalTax":"100.5"},"payments":[{"acceptance":"A1","part":"1","time":1,"office":"03EE",\#
        "slip":"B V/1 -","voucher":"V/1","total":"60","lines":{"1901":"60"}}],"cancelled":["A9"],"vouchers":[{"voucher":"V/1",\#
        "credited":["50","60"],"listed":[{"subItem":"1901","amount":["60"]}]}],"documents":[{"document":"D1","received":5,\#
        "purpose":"dossier"}],"published":{"status":"conflict","lane":"2","paid":"60","credited":"60",\#
        "conflicts":[{"conflict":"credit-mismatch","detail":"x"}]}}
        """#

    @Test func aRecordOfAnEarlierVersionIsReadAndWrittenAsItWas() throws {
        let state = try DeclarationState(encoded: Array(earlier.utf8))
        #expect(state.number == "100000000011")
        #expect(state.registration?.officeName == "HQ \"A\"")
        #expect(state.registration?.totalTax == Amount("100.5"))
        #expect(state.registration?.security == nil)
        #expect(state.payments[PaymentKey(acceptance: "A1", part: "1")]?.lines["1901"] == Amount("60"))
        #expect(state.cancelledAcceptances == ["A9"])
        #expect(state.vouchers["V/1"]?.credited.isContradictory == true)
        #expect(state.vouchers["V/1"]?.listed.total == Amount("60"))
        #expect(state.documents["D1"]?.reception?.purpose == .dossier)
        #expect(state.published?.conflicts == [.creditMismatch: "x"])
        #expect(String(decoding: state.encoded(), as: UTF8.self) == earlier)
    }

    @Test func aRecordThatIsCutOffOrGoesOnIsRefused() {
        let bytes = Array(earlier.utf8)
        for end in 0..<bytes.count {
            #expect(throws: StateScanner.Problem.self) { try DeclarationState(encoded: Array(bytes[..<end])) }
        }
        #expect(throws: StateScanner.Problem.self) { try DeclarationState(encoded: bytes + [0x20]) }
    }

    @Test func aRecordOfAnotherFormatIsRefused() {
        let other = earlier.replacing(#""format":1"#, with: #""format":2"#)
        #expect(throws: StateScanner.Problem.self) { try DeclarationState(encoded: Array(other.utf8)) }
    }
}
