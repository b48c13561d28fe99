import Bus
import Events

/// The words and forms that customs officers know.
extension DeclarationView {
    static func term(_ status: DeclarationStatus) -> String {
        switch status {
        case .registered: "đã đăng ký"
        case .awaitingPayment: "chờ nộp thuế"
        case .underDocumentCheck: "đang kiểm tra hồ sơ"
        case .underInspection: "đang kiểm tra thực tế hàng hóa"
        case .releasable: "đủ điều kiện thông quan"
        case .cleared: "đã thông quan"
        case .cancelled: "đã hủy"
        case .conflict: "có mâu thuẫn"
        }
    }

    static func term(_ lane: Lane) -> String {
        switch lane {
        case .one: "green (luồng xanh)"
        case .two: "yellow (luồng vàng)"
        case .three: "red (luồng đỏ)"
        }
    }

    static func term(_ purpose: DocumentPurpose) -> String {
        switch purpose {
        case .dossier: "dossier (hồ sơ)"
        case .inspectionRecord: "inspection record (biên bản kiểm tra)"
        case .cancellation: "request to cancel (hủy tờ khai)"
        case .letter: "letter (công văn)"
        }
    }

    /// - Parameter code: 01 to 16 of QCVN 102.
    static func term(documentStatus code: String) -> String {
        let terms = [
            "01": "arrived (đã đến)", "02": "refused (từ chối)", "03": "received (đã tiếp nhận)",
            "04": "to be assigned (chờ phân công)", "05": "in process (đang xử lý)", "06": "done (hoàn thành)",
            "13": "being revoked (lấy lại)", "15": "revocation agreed (đồng ý lấy lại)",
            "16": "revocation refused (từ chối lấy lại)",
        ]
        return terms[code].map { "\(code) \($0)" } ?? code
    }

    /// `2025-03-14 22:58:31` in Vietnam time.
    static func text(_ time: Timestamp) -> String {
        let text = time.description
        return String(text.prefix(19)).replacing("T", with: " ")
    }

    /// Thousands with dots, decimals behind a comma, as in Vietnam: `1.500.000,5`.
    static func grouped(_ amount: Amount) -> String {
        let parts = amount.description.split(separator: ".")
        guard let whole = parts.first else { return "" }
        var grouped = ""
        for (place, digit) in whole.enumerated() {
            if place > 0, (whole.count - place).isMultiple(of: 3) { grouped.append(".") }
            grouped.append(digit)
        }
        return parts.count > 1 ? "\(grouped),\(parts[1])" : grouped
    }

    static func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }

    static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}

extension Timestamp {
    /// `2025-03-14` in Vietnam time.
    var day: String { String(description.prefix(10)) }
}
