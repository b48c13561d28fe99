import Bus
import Events
import Store

/// One event of a declaration's story, in the words of people, with the amount that it names.
struct StoryLine {
    let time: Timestamp
    let system: String
    let text: String
    /// nil when it names none, or when another fact has taken its place.
    let amount: Amount?

    init(_ event: AppliedEvent, in state: DeclarationState) {
        time = event.time
        system = Self.systems[String(event.source.split(separator: "/").last ?? "")] ?? event.source
        let type = EventType(event.type)
        text = type.flatMap { Self.texts[$0] } ?? event.type
        amount = type.flatMap { Self.amount($0, event, state) }
    }

    private static let systems = [
        SystemName.vnaccs.rawValue: "VNACCS", SystemName.epayment.rawValue: "e-payment",
        SystemName.edoc.rawValue: "E-doc", SystemName.treasury.rawValue: "Treasury",
    ]

    private static let texts: [EventType: String] = [
        DeclarationPrepared.type: "data registered before declaring (khai trước)",
        DeclarationSubmitted.type: "declared (khai chính thức)",
        ResultReported.type: "result of a procedure (kết quả xử lý)",
        DeclarationRegistered.type: "registered, lane given (đăng ký, phân luồng)",
        TaxAssessed.type: "tax statement (thông báo thuế)",
        FeeAssessed.type: "fee statement (thông báo lệ phí)",
        InspectionOrdered.type: "inspection ordered (kiểm tra thực tế)",
        DeclarationCleared.type: "cleared (thông quan)",
        PaymentMade.type: "tax paid (nộp thuế)",
        FeePaid.type: "fee paid (nộp lệ phí)",
        PaymentCancelled.type: "payment cancelled (hủy nộp tiền)",
        GuaranteeRegistered.type: "tax guaranteed (bảo lãnh thuế)",
        GuaranteeCancelled.type: "guarantee cancelled (hủy bảo lãnh)",
        DocumentReceived.type: "document received (nhận văn bản)",
        DocumentStatusChanged.type: "document status (trạng thái văn bản)",
        TreasuryAdvised.type: "treasury advice (báo Có, báo Nợ)",
        VoucherListed.type: "voucher listed (bảng kê chứng từ)",
    ]

    /// The record keeps the facts that stand, with their business times: an event whose fact still stands has its amount.
    private static func amount(_ type: EventType, _ event: AppliedEvent, _ state: DeclarationState) -> Amount? {
        let time = event.time
        switch type {
        case DeclarationRegistered.type: return state.registration?.time == time ? state.registration?.totalTax : nil
        case TaxAssessed.type: return state.assessment?.time == time ? state.assessment?.total : nil
        case FeeAssessed.type: return state.feeAssessment?.time == time ? state.feeAssessment?.total : nil
        case PaymentMade.type: return payment(event, state.payments)
        case FeePaid.type: return payment(event, state.feePayments)
        case GuaranteeRegistered.type:
            return only(state.guarantees.entries.filter { $0.value.time == time })?.value.amount
        case TreasuryAdvised.type:
            let figures = state.vouchers.entries.flatMap { [$0.value.credited, $0.value.debited] }
            return only(figures.filter { $0.time == time && $0.byItem.count == 1 })?.total
        case VoucherListed.type:
            let figures = state.vouchers.entries.map(\.value.listed)
            return only(figures.filter { $0.time == time && $0.byItem.count == 1 })?.total
        default: return nil
        }
    }

    /// A message's payments have one time; the end of the event's id says which part of the slip it is.
    private static func payment(_ event: AppliedEvent, _ payments: Payments) -> Amount? {
        let same = payments.entries.filter { $0.value.time == event.time }
        let part = event.id.split(separator: ":").last.map(String.init)
        return (only(same) ?? only(same.filter { $0.key.part == part }))?.value.total
    }

    private static func only<Element>(_ elements: [Element]) -> Element? { elements.count == 1 ? elements[0] : nil }
}
