import Adapters
import Bus
import Events

/// Writes the documents that traders' agents and offices exchange about a declaration, and what became of them.
struct EDocWriter {
    let script: DeclarationScript

    private static let sender = EDocOrgan(id: "000.11.22.G12", name: "Đơn vị gửi thử nghiệm")
    private static let customs = EDocOrgan(id: "000.00.12.G12", name: "Cục Hải quan")

    func write(_ step: Step) -> (form: String, bytes: [UInt8])? {
        switch step.fact {
        case .document(let index, let purpose): ("document", document(index, purpose, at: step.time))
        case .documentStatus(let index, let status): ("status", self.status(index, status, at: step.time))
        default: nil
        }
    }

    private func identifier(_ index: Int) -> String { "D\(script.reference)\(index)" }

    private func document(_ index: Int, _ purpose: DocumentPurpose, at time: Timestamp) -> [UInt8] {
        let number = script.number(version: 0)
        let (type, subject) =
            switch purpose {
            case .inspectionRecord: ("Biên bản", "Biên bản kiểm tra thực tế hàng hóa của tờ khai số \(number)")
            case .cancellation: ("Công văn", "Đề nghị hủy tờ khai số \(number)")
            case .dossier, .letter: ("Công văn", "Hồ sơ kèm theo tờ khai số \(number)")
            }
        return EDocDocument(
            from: Self.sender, to: [Self.customs], id: identifier(index), codeNumber: String(script.index % 100_000),
            codeNotation: "HS-XNK", place: "Hà Nội", promulgated: time, typeName: type, subject: subject,
            traces: [EDocTrace(organ: Self.sender.id, time: time)]
        ).encoded()
    }

    private func status(_ index: Int, _ code: String, at time: Timestamp) -> [UInt8] {
        EDocStatus(
            organ: Self.sender.id, document: identifier(index), from: Self.customs, code: code,
            description: "Kết quả xử lý", reported: time
        ).encoded()
    }
}
