extension TreasuryAdvised: DescribedPayload {
    public static let schema = ObjectSchema(
        "The Treasury (Kho bạc) credited (910) or debited (900) an account for one declaration.",
        .optional("declaration", .declaration),
        .required("direction", .choice([TreasuryAdvised.Direction.credit, .debit].map(\.rawValue))),
        .required("reference", TreasuryForms.reference, "MSG_ID and row."),
        .required("voucher", TreasuryForms.voucher, TreasuryForms.voucherMeaning), .required("amount", .amount),
        .optional("subItem", .subItem, "NDKT_ID; absent when the advice is for the voucher as a whole."),
        .optional("account", TreasuryForms.account), .optional("treasury", .digits(4...4, example: "0061"), "KB_ID."),
        .required("posted", .time))
}

extension VoucherListed: DescribedPayload {
    public static let schema = ObjectSchema(
        "One row of the Treasury's list of vouchers (bảng kê chứng từ, 04/BK-CTNNS).", .optional("declaration", .declaration),
        .required("reference", TreasuryForms.reference, "MSG_ID and row."),
        .required("voucher", TreasuryForms.voucher, TreasuryForms.voucherMeaning), .required("amount", .amount),
        .optional("account", TreasuryForms.account), .optional("subItem", .subItem), .optional("taxpayer", .taxpayer),
        .required("posted", .time))
}

/// What the Treasury's payloads have in common.
private enum TreasuryForms {
    static let reference = TextForm.matching("^[!-~]{1,64}/[1-9][0-9]{0,3}$", example: "M20250314001/1")
    static let voucher = TextForm.text(example: "KH/000123")
    static let voucherMeaning =
        "Sign and number of the voucher with a slash between, or the reference when there is none: equal vouchers mean the same money."
    static let account = TextForm(
        nil, "11, 12, 16 or 17 digits.", pattern: "^([0-9]{11,12}|[0-9]{16,17})$", example: "711101054321")
}
