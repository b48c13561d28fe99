/// The parts of a treasury account number, by its length: 12 digits are natural account 4, budget level 1, unit 7; 11 are 4
/// and 7; 16 and 17 are the same with a target programme of 5 behind.
struct TreasuryAccountNumber: Sendable, Hashable {
    var naturalAccount: String
    /// Empty where the form has none.
    var budgetLevel: String
    /// MQHNS of the unit.
    var unit: String

    /// nil for other lengths or other characters than digits.
    init?(_ text: String) {
        guard [11, 12, 16, 17].contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        naturalAccount = String(text.prefix(4))
        let hasLevel = text.utf8.count == 12 || text.utf8.count == 17
        budgetLevel = hasLevel ? String(text.dropFirst(4).prefix(1)) : ""
        unit = String(text.dropFirst(hasLevel ? 5 : 4).prefix(7))
    }
}
