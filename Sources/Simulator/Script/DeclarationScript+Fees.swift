/// What is said of customs fees (`lệ phí hải quan`). They are kept apart from the tax and hold up nothing, so that no story's
/// status depends on them.
extension DeclarationScript {
    /// For one declaration, in VND.
    private static let fee: Int64 = 20_000

    mutating func writeFees() {
        switch story {
        case .feePaid:
            stateFee()
            payFee()
            say(.feeCredited(amount: Self.fee), after: 3800)
        case .feeUnpaid:
            stateFee()
        case .feeCancelled:
            stateFee()
            payFee()
            say(.feePaymentCancelled, after: 320)
            ending.feesPaid = 0
        case .feeForMany:
            say(.feeStated(amount: nil), after: 2)
            // A dozen declarations' fees, of which nobody can say what is for this one.
            say(.feePaidForMany(amount: 12 * Self.fee), after: 200)
        case .agencyFeeCancelled:
            say(.agencyFeeCancelled, after: 320)
        default:
            break
        }
    }

    private mutating func stateFee() {
        say(.feeStated(amount: Self.fee), after: 2)
        ending.feesAssessed = Self.fee
    }

    private mutating func payFee() {
        say(.feePaid(amount: Self.fee), after: 200)
        ending.feesPaid = Self.fee
    }
}
