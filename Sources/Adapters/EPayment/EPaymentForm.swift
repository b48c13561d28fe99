/// The message types of the e-payment gateway that this pipeline reads and writes.
enum EPaymentForm: String, Sendable, Hashable, CaseIterable {
    /// Accepted; also our answer.
    case accepted = "200"
    /// Refused; also our answer.
    case refused = "299"
    /// A bank paid tax.
    case payment = "301"
    /// A bank paid customs fees.
    case feePayment = "302"
    /// A bank guarantees the tax of one declaration.
    case guarantee = "401"
    /// A bank guarantees whatever a taxpayer declares.
    case generalGuarantee = "402"
    /// A bank guarantees the tax of a shipment, by invoice and bill of lading.
    case shipmentGuarantee = "403"
    /// A bank takes a 301 back.
    case paymentCancellation = "501"
    /// A bank takes a 302 back.
    case feeCancellation = "502"
    /// A bank takes a 303 back.
    case agencyFeeCancellation = "503"
    /// A bank takes a 401 back.
    case guaranteeCancellation = "504"
    /// A bank takes a 402 back.
    case generalGuaranteeCancellation = "505"
    /// A bank takes a 403 back.
    case shipmentGuaranteeCancellation = "506"

    /// Message_Name of what we write.
    var name: String {
        switch self {
        case .accepted: "Chấp nhận thông điệp"
        case .refused: "Thông báo lỗi"
        case .payment: "Nộp thuế"
        case .feePayment: "Nộp lệ phí hải quan"
        case .guarantee: "Bảo lãnh thuế theo tờ khai"
        case .generalGuarantee: "Bảo lãnh chung"
        case .shipmentGuarantee: "Bảo lãnh thuế theo hóa đơn, vận đơn"
        case .paymentCancellation: "Hủy giấy nộp tiền"
        case .feeCancellation: "Hủy nộp lệ phí hải quan"
        case .agencyFeeCancellation: "Hủy nộp phí thu hộ"
        case .guaranteeCancellation: "Hủy bảo lãnh thuế theo tờ khai"
        case .generalGuaranteeCancellation: "Hủy bảo lãnh chung"
        case .shipmentGuaranteeCancellation: "Hủy bảo lãnh thuế theo hóa đơn, vận đơn"
        }
    }

    /// Elements of Data.
    var table: XMLTable {
        switch self {
        case .accepted: EPaymentTables.accepted
        case .refused: EPaymentTables.refused
        case .payment: EPaymentTables.payment
        case .feePayment: EPaymentTables.feePayment
        case .guarantee: EPaymentTables.guarantee
        case .generalGuarantee: EPaymentTables.generalGuarantee
        case .shipmentGuarantee: EPaymentTables.shipmentGuarantee
        case .paymentCancellation, .feeCancellation, .agencyFeeCancellation, .guaranteeCancellation,
            .generalGuaranteeCancellation, .shipmentGuaranteeCancellation:
            EPaymentTables.cancellation
        }
    }
}
