/// Messages 501 to 506: a bank takes a payment or a guarantee back.
public struct Cancel501: Sendable, Hashable {
    /// What is taken back, by the type of its own message.
    public enum Cancelled: String, Sendable, Hashable, CaseIterable {
        case payment = "301"
        case feePayment = "302"
        case agencyFeePayment = "303"
        case guarantee = "401"
        case generalGuarantee = "402"
        case shipmentGuarantee = "403"

        var form: EPaymentForm {
            switch self {
            case .payment: .paymentCancellation
            case .feePayment: .feeCancellation
            case .agencyFeePayment: .agencyFeeCancellation
            case .guarantee: .guaranteeCancellation
            case .generalGuarantee: .generalGuaranteeCancellation
            case .shipmentGuarantee: .shipmentGuaranteeCancellation
            }
        }
    }

    /// So_TN_CT_YCH: the number that the message was answered with.
    public var acceptance: String
    public var cancelled: Cancelled

    public init(acceptance: String, of cancelled: Cancelled = .payment) {
        self.acceptance = acceptance
        self.cancelled = cancelled
    }

    var record: XMLRecord { XMLRecord(EPaymentTables.cancellation, ["So_TN_CT_YCH": .text(ifAny: acceptance)]) }
}
