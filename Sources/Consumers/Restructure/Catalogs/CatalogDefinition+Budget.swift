extension CatalogDefinition {
    /// Codes of units related to the budget (mã số đơn vị có quan hệ với ngân sách), Circular 185/2015/TT-BTC: 7 digits, the
    /// first says the kind of unit; one for life; a closed one is never given again.
    public static let budgetRelation = CatalogDefinition(
        "budget-relation", "budget-relation codes (MQHNS)",
        columns: [
            CatalogColumn("mqhns", "7 digits; the first is 1, 2, 3, 7 or 8") { text in
                text.utf8.count == 7 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
                    && ["1", "2", "3", "7", "8"].contains(text.prefix(1))
            },
            .text("name", "name of the unit", bytes: 210),
            .text("office", "its customs office code", bytes: 6, isRequired: false),
        ],
        checks: { CatalogCheck.reusedKeys(in: "budget-relation", $0) })

    /// State treasuries (mã kho bạc).
    public static let treasury = CatalogDefinition(
        "treasury", "state treasuries (KBNN)",
        columns: [
            .digits("code", "treasury code (mã KBNN): 4 digits", [4]),
            .text("name", "name", bytes: 210),
            .digits("bank_code", "bank code: 8 digits", [8], isRequired: false),
        ])

    /// Accounts at treasuries. The 7 digits of the unit's MQHNS are inside the number (12, 11, 16 or 17 digits), so a
    /// closed MQHNS makes its accounts wrong.
    public static let treasuryAccount = CatalogDefinition(
        "treasury-account", "accounts at state treasuries (TKKB)",
        columns: [
            .digits("account", "account number: 11, 12, 16 or 17 digits", [11, 12, 16, 17]),
            .digits("treasury", "treasury code: 4 digits", [4]),
            .text("office", "customs office code", bytes: 6),
            .choice("kind", "kind of account", ["revenue", "temporary", "fee"]),
        ],
        checks: {
            CatalogCheck.accountUnits($0)
                + CatalogCheck.references(from: "treasury-account", column: "treasury", to: "treasury", $0)
                + CatalogCheck.references(from: "treasury-account", column: "office", to: "office", $0)
        })
}
