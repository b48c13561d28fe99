extension DeclarationPrepared: DescribedPayload {
    public static let schema = ObjectSchema(
        "A declarant registered or changed a declaration's data before declaring (IDA, EDA).",
        .optional("declaration", .declaration, "Absent on a first registration: VNACCS issues the number in its answer."),
        .required("flow", .flow),
        .required("reference", senderReference, "The sender's correlation."),
        .required("kind", .kind), .optional("office", .office), .optional("taxpayer", .taxpayer))

    /// Header data information, trimmed; a message without it has none.
    static let senderReference = TextForm.text(atLeast: 0, example: "IDC  20250314230000000001")
}

extension DeclarationSubmitted: DescribedPayload {
    public static let schema = ObjectSchema(
        "A declarant declared officially (IDC, EDC).", .required("declaration", .declaration), .required("flow", .flow),
        .required("reference", DeclarationPrepared.senderReference, "The sender's correlation."))
}

extension ResultReported: DescribedPayload {
    public static let schema = ObjectSchema(
        "The processing result of an input message (data types R and M).", .optional("declaration", .declaration),
        .required("procedure", .item(0...5, example: "IDC"), "Procedure code (mã nghiệp vụ) of the input."),
        .required("reference", DeclarationPrepared.senderReference, "The sender's correlation, echoed."),
        .required("outcome", .outcome),
        .list("codes", of: ResultCode.schema, atMost: 5, "What is wrong, in order; empty when the input was accepted."))
}

extension ResultCode {
    static let schema = ObjectSchema(
        name: "resultCode", "One result code of VNACCS.",
        .required("code", .item(0...5, example: "E0033"), "Error code."),
        .required("item", .item(0...4, example: "ICN"), "Item it is about; empty when none."),
        .required("occurrence", .item(0...4, example: "0001"), "Occurrence of the item within its group, e.g. the goods line."))
}

extension DeclarationRegistered: DescribedPayload {
    public static let schema = ObjectSchema(
        "A declaration was registered and got its lane (VAD1AC to 3AC, VAE1LD to 3LD).",
        .required("declaration", .declaration, "A higher version (12th digit) replaces a lower one."),
        .required("flow", .flow), .required("lane", .lane), .required("kind", .kind), .required("officeName", .officeName),
        .required("registered", .time, "Registration, or correction when it was amended."), .required("taxpayer", .taxpayer),
        .optional("totalTax", .amount, "Total tax as VNACCS calculated it; absent when the form has none."),
        .optional("security", .amount, "Part of the tax that is secured."))
}

extension TaxAssessed: DescribedPayload {
    public static let schema = ObjectSchema(
        "A tax statement (chứng từ ghi số thuế phải thu) was issued (VAF801), or what customs has fixed instead of it (ấn định thuế, VAF802).",
        .required("declaration", .declaration),
        .required("statement", .digits(1...12, example: "1"), "Number of the statement."),
        .optional("branchName", .text(example: "Chi cục Hải quan cửa khẩu"), "Name of the customs branch."),
        .required("taxpayer", .taxpayer),
        .list("lines", of: TaxLine.schema, atMost: 6, "One for each kind of tax."),
        .required("total", .amount, "Tax that should be paid."),
        .required("currency", .item(1...3, example: "VND")),
        .optional("account", .item(1...15, example: "711101054321"), "Treasury account to pay to."),
        .optional("treasuryName", .text(example: "Kho bạc Nhà nước")), .required("issued", .time, "Date of the statement."))
}

extension TaxLine {
    static let schema = ObjectSchema(
        name: "taxLine", "One kind of tax with its amount.",
        .optional("tax", .text(example: "NK"), "As the system names it; absent when it names only the sub-item."),
        .required("subItem", .subItem), .required("amount", .amount))
}

extension FeeAssessed: DescribedPayload {
    public static let schema = ObjectSchema(
        "A fee statement (lệ phí hải quan) was issued (VAF803, VAF804). Fees do not hold up a clearance.",
        .required("declaration", .declaration),
        .required("statement", .digits(1...12, example: "2"), "Number of the statement."), .required("taxpayer", .taxpayer),
        .list("lines", of: FeeLine.schema, atMost: 4, "Empty when the statement prints no amounts (VAF803)."),
        .optional("total", .amount, "In VND; absent when the statement prints none (VAF803)."),
        .optional("account", .item(1...15, example: "351101054321"), "Treasury account to pay to."),
        .optional("treasuryName", .text(example: "Kho bạc Nhà nước")), .required("issued", .time, "Date of the statement."))
}

extension FeeLine {
    static let schema = ObjectSchema(
        name: "feeLine", "One customs fee with its amount.",
        .optional("name", .text(example: "Lệ phí hải quan"), "As VNACCS prints it; absent when it names none."),
        .required("amount", .amount))
}

extension InspectionOrdered: DescribedPayload {
    public static let schema = ObjectSchema(
        "A physical inspection was ordered (VAD487).", .required("declaration", .declaration), .required("office", .office),
        .optional("kind", .kind))
}

extension DeclarationCleared: DescribedPayload {
    public static let schema = ObjectSchema(
        "Customs cleared the declaration (VAD1AG, VAD2AG, VAE1LF, VAE2LF).", .required("declaration", .declaration),
        .required("flow", .flow), .required("lane", .lane, "As printed: lane 3 clears as lane 2."),
        .required("officeName", .officeName), .required("cleared", .time))
}
