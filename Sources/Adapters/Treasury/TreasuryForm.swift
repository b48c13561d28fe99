/// The treasury's messages (TRAN_CODE) that this pipeline reads and writes.
enum TreasuryForm: String, Sendable, Hashable {
    /// Answer; only written.
    case answer = "196"
    /// Free format; carries the list of vouchers 04/BK-CTNNS.
    case voucherList = "299"
    /// Debit advice.
    case debit = "900"
    /// Credit advice.
    case credit = "910"
}
