/// What the answers of the XML formats say of an error: a number, a Vietnamese text, an HTTP status.
///
/// The gateway's own list of error numbers (message 211) is not published; these numbers are this project's, the same
/// in all XML formats, and listed in `docs/formats/epayment.md`.
struct XMLRefusal: Sendable, Hashable {
    /// 1xxx the bytes, 2xxx the contents, 9xxx the state of the receiver.
    let number: String
    let vietnamese: String
    /// 400, 413, 422 or 503.
    let status: Int

    init(_ code: AdapterError.Code) {
        (number, vietnamese, status) =
            switch code {
            case .empty: ("1001", "Thông điệp rỗng", 400)
            case .tooLarge: ("1002", "Thông điệp vượt quá kích thước cho phép", 413)
            case .badEncoding: ("1003", "Thông điệp không phải mã UTF-8", 400)
            case .doctypeRefused: ("1005", "Không chấp nhận DOCTYPE, ENTITY", 400)
            case .limitExceeded: ("1006", "Thông điệp có cấu trúc vượt giới hạn", 413)
            case .trailingBytes: ("1007", "Thừa dữ liệu sau thông điệp", 400)
            case .badHeader: ("1008", "Phần đầu thông điệp không hợp lệ", 400)
            case .badLength: ("1009", "Độ dài thông điệp không hợp lệ", 400)
            case .unknownForm: ("2001", "Loại thông điệp không được hỗ trợ", 422)
            case .badItem: ("2002", "Giá trị chỉ tiêu không hợp lệ", 422)
            case .itemTooLong: ("2003", "Giá trị chỉ tiêu quá dài", 422)
            case .missingItem: ("2004", "Thiếu chỉ tiêu bắt buộc", 422)
            case .identifierReused: ("2005", "Mã giao dịch đã dùng cho nội dung khác", 422)
            case .receiverClosed: ("9001", "Tạm dừng tiếp nhận", 503)
            case .notStored: ("9002", "Chưa lưu được, đề nghị gửi lại", 503)
            // `notWellFormed`, and what a later version of the codes may add about the bytes.
            default: ("1004", "XML không đúng cú pháp", 400)
            }
    }

    static let contentType = "text/xml; charset=utf-8"

    /// Both languages; never a value of the message.
    static func text(_ error: AdapterError) -> String {
        "\(XMLRefusal(error.code).vietnamese) / \(error.description)"
    }
}
