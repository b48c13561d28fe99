/// The message types of the e-payment gateway that this pipeline reads and writes.
enum EPaymentForm: String, Sendable, Hashable, CaseIterable {
    /// Accepted; also our answer.
    case accepted = "200"
    /// Refused; also our answer.
    case refused = "299"
    /// A bank paid tax.
    case payment = "301"
    /// A bank guarantees the tax of one declaration.
    case guarantee = "401"
    /// A bank takes a 301 back.
    case cancellation = "501"

    /// Message_Name of what we write.
    var name: String {
        switch self {
        case .accepted: "Chấp nhận thông điệp"
        case .refused: "Thông báo lỗi"
        case .payment: "Nộp thuế"
        case .guarantee: "Bảo lãnh thuế theo tờ khai"
        case .cancellation: "Hủy giấy nộp tiền"
        }
    }

    /// Elements of Data.
    var table: XMLTable {
        switch self {
        case .accepted: EPaymentTables.accepted
        case .refused: EPaymentTables.refused
        case .payment: EPaymentTables.payment
        case .guarantee: EPaymentTables.guarantee
        case .cancellation: EPaymentTables.cancellation
        }
    }
}
