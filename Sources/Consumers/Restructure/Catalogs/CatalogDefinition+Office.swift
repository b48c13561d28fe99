extension CatalogDefinition {
    /// Customs offices. The code is at most 6 characters wide in VNACCS bodies (4 in use), the short name is the field of
    /// 10 ASCII bytes that VNACCS prints as the office's name.
    public static let office = CatalogDefinition(
        "office", "customs offices (đơn vị hải quan)",
        columns: [
            CatalogColumn("code", "office code (mã hải quan): 4 to 6 capital letters and digits") { text in
                (4...6).contains(text.utf8.count)
                    && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
            },
            .text("name", "full name", bytes: 210),
            CatalogColumn("short_name", "name on VNACCS forms: 1 to 10 printable ASCII characters without spaces") { text in
                (1...10).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
            },
            .text("region", "department or regional sub-department", bytes: 210),
            .choice("kind", "kind of office", ["department", "branch", "border-gate", "non-border-gate", "team"]),
        ],
        checks: { CatalogCheck.ambiguousNames("short_name", in: "office", $0) })
}
