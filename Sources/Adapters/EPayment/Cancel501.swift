/// Message 501: a bank takes a payment back.
public struct Cancel501: Sendable, Hashable {
    /// So_TN_CT_YCH: the number that the payment's 301 was answered with.
    public var acceptance: String

    public init(acceptance: String) { self.acceptance = acceptance }

    var record: XMLRecord { XMLRecord(EPaymentTables.cancellation, ["So_TN_CT_YCH": .text(ifAny: acceptance)]) }
}
