import Adapters
import Bus
import Events

/// Guarantees for a declaration, for a taxpayer and for a shipment, and their cancellations.
extension EPaymentWriter {
    static func form(of scope: GuaranteeOpened.Scope) -> String {
        switch scope {
        case .general: "402"
        case .shipment: "403"
        }
    }

    func guarantee(_ index: Int, _ amount: Int64, at time: Timestamp) throws -> [UInt8] {
        let guarantee = Guarantee401(
            bank: script.bank.code, taxpayer: script.taxpayer, office: office(at: time), kind: script.kind,
            declaration: try declaration(), voucherSeries: "BL",
            voucherNumber: script.reference + (index == 0 ? "" : String(index)), validFrom: time,
            validTo: Self.year(after: time), amount: Amount(tenThousandths: Int128(amount) * 10_000))
        return message(.guarantee(index), at: time, .guarantee(guarantee))
    }

    func guaranteeCancellation(of index: Int, at time: Timestamp) throws -> [UInt8] {
        let number = try acceptance(of: try guarantee(index, 0, at: time), at: time)
        return message(.guaranteeCancellation, at: time, .cancellation(Cancel501(acceptance: number, of: .guarantee)))
    }

    func openedCancellation(of scope: GuaranteeOpened.Scope, at time: Timestamp) throws -> [UInt8] {
        let number = try acceptance(of: opened(scope, 0, at: time), at: time)
        let cancelled: Cancel501.Cancelled = scope == .general ? .generalGuarantee : .shipmentGuarantee
        return message(.guaranteeCancellation, at: time, .cancellation(Cancel501(acceptance: number, of: cancelled)))
    }

    /// Written out here, because the adapters read these two forms and write neither. Nothing in it needs an escape: codes,
    /// digits, and the names of banks, which are plain letters.
    func opened(_ scope: GuaranteeOpened.Scope, _ amount: Int64, at time: Timestamp) -> [UInt8] {
        let shipment =
            switch scope {
            case .general: ""
            case .shipment:
                Self.element("Ma_HQ_KB", office(at: time)) + Self.element("So_HD", "HD" + script.reference)
                    + Self.element("Ngay_HD", Self.day(time)) + Self.element("So_VD_01", "VD" + script.reference)
                    + Self.element("Ngay_VD_01", Self.day(time))
            }
        let header =
            Self.element("Sender_Code", script.bank.code) + Self.element("Sender_Name", script.bank.name)
            + Self.element("Message_Type", Self.form(of: scope))
            + Self.element("Transaction_Date", String(time.description.prefix(19)))
            + Self.element("Transaction_ID", script.id(of: .guarantee(0)))
        let data =
            Self.element("Ma_NH_PH", script.bank.code) + Self.element("Ma_DV", script.taxpayer) + shipment
            + Self.element("KyHieu_CT", "BLC") + Self.element("So_CT", script.reference)
            + Self.element("Ngay_CT", Self.day(time)) + Self.element("Ngay_HL", Self.day(time))
            + Self.element("Ngay_HHL", Self.day(Self.year(after: time))) + Self.element("SoTien", String(amount))
        let text = "<Customs><Header>\(header)</Header><Data>\(data)</Data><Error/><Signature/></Customs>"
        return Array(text.utf8)
    }

    private static func element(_ name: String, _ text: String) -> String { "<\(name)>\(text)</\(name)>" }

    /// `yyyy-MM-dd`.
    private static func day(_ time: Timestamp) -> String { String(time.description.prefix(10)) }

    private static func year(after time: Timestamp) -> Timestamp {
        Timestamp(milliseconds: time.milliseconds + 365 * 86_400_000)
    }
}
