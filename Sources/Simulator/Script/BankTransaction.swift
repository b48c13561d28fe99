/// What a bank's messages about one declaration are for. Each is a transaction of its own, with an id of its own.
enum BankTransaction: Sendable {
    /// The first or the second.
    case payment(Int)
    case paymentCancellation
    /// The first or the second.
    case guarantee(Int)
    case guaranteeCancellation
    case feePayment
    case feeCancellation

    /// The places below are those of ordinary stories' transactions.
    static let firstRarePlace = 4
    static let count = 8

    /// Place of its id among those of the declaration.
    var place: Int {
        switch self {
        case .payment(let index): index
        case .paymentCancellation: 2
        case .guarantee(let index): 3 + index
        case .guaranteeCancellation: 5
        case .feePayment: 6
        case .feeCancellation: 7
        }
    }
}
