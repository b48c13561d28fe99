/// What the systems say of a declaration that cannot all be right.
enum DeclarationConflict: String, Sendable, Hashable, CaseIterable {
    /// Cleared, though what was assessed is neither paid nor guaranteed.
    case clearedUnsettled = "cleared-unsettled"
    /// More was paid than was assessed.
    case overpaid
    /// Bank and Treasury name different amounts for one voucher, or the Treasury does for itself.
    case creditMismatch = "credit-mismatch"
    /// Paid for an office after it had ceased.
    case paymentToClosedOffice = "payment-to-closed-office"
    /// Cleared after a request to cancel it had been granted.
    case clearedAfterCancellation = "cleared-after-cancellation"
}
