/// Ids of the items of one line of a tax statement.
struct TaxLineItems: Sendable {
    let tax: String
    let subItem: String
    let amount: String

    /// Up to six lines.
    static let all = (1...6).map { TaxLineItems(tax: "TN\($0)", subItem: "IS\($0)", amount: "IM\($0)") }
}
