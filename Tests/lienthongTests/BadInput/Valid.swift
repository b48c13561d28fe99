import Adapters
import Bus
import Events
import Testing

/// One good message of each kind, made by the codecs' own builders, for the tests to damage.
enum Valid {
    static let number = "100000000010"
    private static let time = Timestamp(milliseconds: 1_741_964_311_000)

    private static func header(_ procedure: String) -> VNACCSHeader {
        var header = VNACCSHeader(
            procedure: procedure, user: "A1234001", terminal: "TRMNL1", dataInfo: procedure + "  20250314220000000001")
        header.inputNumber = "REF0000001"
        return header
    }

    static func submission() throws -> [UInt8] {
        var message = VNACCSMessage(input: try #require(VNACCSForm.input("IDC")), header: header("IDC"))
        message["ICN"] = number
        return try message.encoded()
    }

    static func preparation() throws -> [UInt8] {
        var message = VNACCSMessage(input: try #require(VNACCSForm.input("IDA")), header: header("IDA"))
        let items = [
            "ICB": "A11", "MTC": "2", "SKB": "4", "CH": "02CI", "IMC": "0100109106", "IMN": "Công ty Thử Nghiệm",
            "NO": "12", "NOT": "CT", "ARR": "20250316", "PSC": "CNSHA",
        ]
        for (item, value) in items { message[item] = value }
        for (item, value) in ["CMD": "84713020", "CMN": "Máy tính", "OR": "CN", "QN1": "10", "QT1": "PCE"] {
            message[item, 1] = value
        }
        return try message.encoded()
    }

    static func payment() throws -> [UInt8] {
        let amount = try #require(Amount("1500000"))
        let declaration = PaidDeclaration(
            office: "03EE", kind: "A11", year: 2025, number: try #require(DeclarationNumber(number)),
            lines: [TaxLine(tax: "NK", subItem: "1901", amount: amount)])
        let slip = Payment301(
            bank: "01201001", taxpayer: "0100000001", treasury: "0061", account: "711101054321", voucherSeries: "NA25",
            voucherNumber: "0000123", voucherDate: time, debited: time, total: amount, declarations: [declaration])
        return EPaymentMessage(
            senderCode: "01201001", transaction: "5f0c1a52-7d3e-4b8f-9a41-000000000001", sent: time, body: .payment(slip)
        ).encoded()
    }

    static func document(id: String = "00012-2025") -> [UInt8] {
        EDocDocument(
            from: EDocOrgan(id: "000.00.18.G12", name: "Cục A"), to: [EDocOrgan(id: "000.00.19.G12")], id: id,
            codeNumber: "62", codeNotation: "CHQ-CNTT", place: "Hà Nội", promulgated: time, typeName: "Công văn",
            subject: "Hồ sơ tờ khai số \(number)"
        ).encoded()
    }

    static func advice() throws -> [UInt8] {
        let row = TreasuryRow(
            voucherSign: "NA25", voucherNumber: "0000123", posted: time, declaration: DeclarationNumber(number),
            account: "711101054321", treasury: "0061", amount: try #require(Amount("1500000")))
        return TreasuryMessage(
            senderCode: "KB0061", receiverCode: "HQ01", id: "202503140000001", sent: time, body: .credit([row])
        ).encoded()
    }
}
