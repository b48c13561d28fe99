extension PaymentMade: DescribedPayload {
    public static let schema = ObjectSchema(
        "A bank paid tax for one declaration (gateway message 301; one event for each GNT_CT).",
        .required("declaration", .declaration),
        .required("acceptance", EPaymentForms.acceptance, "Number the gateway answers with (So_TN_CT); a cancellation names it."),
        .required("part", EPaymentForms.part, "Which GNT_CT of the slip this is, from 1."),
        .required("transaction", EPaymentForms.transaction, "Transaction_ID of the message."),
        .required("bank", EPaymentForms.bank, EPaymentForms.bankMeaning),
        .required("taxpayer", .taxpayer, "Ma_DV."), .required("office", .office, "Ma_HQ."),
        .optional("kind", .kind, "Ma_LH."), .required("treasury", .code(10, example: "0061"), "Ma_KB."),
        .required("account", .code(35, example: "711101054321"), "TKKB."),
        .required("voucherSeries", EPaymentForms.series, "KyHieu_CT; empty without one."),
        .required("voucherNumber", EPaymentForms.voucher, "So_CT."),
        .optional("voucherDate", .time), .required("total", .amount, "Sum of the lines, in VND."),
        .list("lines", of: TaxLine.schema, atMost: 200, "One for each kind of tax."))
}

extension FeePaid: DescribedPayload {
    public static let schema = ObjectSchema(
        "A bank paid customs fees (gateway message 302; one event for each GNT_CT).",
        .optional("declaration", .declaration, "Absent when one representative number stands for many declarations."),
        .required("number", .code(30, example: "100000000010"), "As written: of the declaration, or of the representative."),
        .required("acceptance", EPaymentForms.acceptance, "Number the gateway answers with (So_TN_CT); a cancellation names it."),
        .required("part", EPaymentForms.part, "Which GNT_CT of the slip this is, from 1."),
        .required("transaction", EPaymentForms.transaction, "Transaction_ID of the message."),
        .required("bank", EPaymentForms.bank, EPaymentForms.bankMeaning),
        .required("taxpayer", .taxpayer, "Ma_DV."), .required("office", .office, "Ma_HQ."),
        .required("treasury", .code(10, example: "0061"), "Ma_KB."), .required("account", .code(35, example: "351101054321"), "TKKB."),
        .required("voucherSeries", EPaymentForms.series, "KyHieu_CT; empty without one."),
        .required("voucherNumber", EPaymentForms.voucher, "So_CT."),
        .optional("voucherDate", .time), .required("total", .amount, "Sum of the lines, in VND."),
        .list("lines", of: TaxLine.schema, atMost: 200, "One for each kind of fee."))
}

extension PaymentCancelled: DescribedPayload {
    public static let schema = ObjectSchema(
        "A bank cancelled a payment (gateway messages 501, 502, 503 for 301, 302, 303).",
        .required("acceptance", EPaymentForms.acceptance, "Acceptance number of the payment that is cancelled."),
        .required("transaction", EPaymentForms.transaction, "Transaction_ID of the cancellation."))
}

extension GuaranteeRegistered: DescribedPayload {
    public static let schema = ObjectSchema(
        "A bank guarantees the tax of one declaration (gateway message 401).", .required("declaration", .declaration),
        .required("acceptance", EPaymentForms.acceptance, "Number the gateway answers with (So_TN_CT)."),
        .required("transaction", EPaymentForms.transaction, "Transaction_ID of the message."),
        .required("bank", EPaymentForms.bank, EPaymentForms.bankMeaning),
        .required("taxpayer", .taxpayer, "Ma_DV."), .required("office", .office, "Ma_HQ."), .required("amount", .amount),
        .required("validFrom", .time), .required("validTo", .time, "Last day on which it holds."))
}

extension GuaranteeOpened: DescribedPayload {
    public static let schema = ObjectSchema(
        "A bank guarantees tax without naming a declaration: a general guarantee (bảo lãnh chung, gateway message 402), or one for a shipment (403).",
        .required("scope", .choice(GuaranteeOpened.Scope.allCases.map(\.rawValue))),
        .required("acceptance", EPaymentForms.acceptance, "Number the gateway answers with (So_TN_CT); a cancellation names it."),
        .required("transaction", EPaymentForms.transaction, "Transaction_ID of the message."),
        .required("bank", EPaymentForms.bank, EPaymentForms.bankMeaning), .required("taxpayer", .taxpayer, "Ma_DV."),
        .optional("office", .office, "Ma_HQ_KB; only of a shipment."),
        .required("voucherSeries", EPaymentForms.series, "KyHieu_CT; empty without one."),
        .required("voucherNumber", EPaymentForms.voucher, "So_CT."), .required("amount", .amount),
        .required("validFrom", .time), .required("validTo", .time, "Last day on which it holds."),
        .optional("invoice", .text(example: "INV-2025-7"), "So_HD; only of a shipment."),
        .texts(
            "billsOfLading", .text(example: "HPH25031401"), atMost: 5, "So_VD_01 to 05, those that are there; only of a shipment."))
}

extension GuaranteeCancelled: DescribedPayload {
    public static let schema = ObjectSchema(
        "A bank took a guarantee back (gateway messages 504, 505, 506 for 401, 402, 403).",
        .required("acceptance", EPaymentForms.acceptance, "Acceptance number of the guarantee that is cancelled."),
        .required("transaction", EPaymentForms.transaction, "Transaction_ID of the cancellation."))
}

extension GatewayAnswered: DescribedPayload {
    public static let schema = ObjectSchema(
        "The gateway answered a message: accepted (200) or refused (299).",
        .required("request", EPaymentForms.transaction, "Transaction_ID of the message that is answered."),
        .required("outcome", .outcome), .optional("acceptance", EPaymentForms.acceptance, "So_TN_CT, when accepted."),
        .optional("code", .code(20, example: "0"), "ErrorNumber, when refused."))
}

/// What the gateway's payloads have in common.
private enum EPaymentForms {
    static let acceptance = TextForm.code(30, example: "100000000000000001")
    static let part = TextForm.matching("^[1-9][0-9]{0,3}$", example: "1")
    static let bank = TextForm.code(20, example: "01203001")
    static let bankMeaning = "Ma_NH_PH, or the sender's code without it."
    static let series = TextForm.text(atLeast: 0, example: "KH")
    static let voucher = TextForm.text(example: "000123")
    static let transaction = TextForm.code(64, example: "5f0c1d8e-6a2b-4f0e-9a57-0c2b7f4f1a11")
}
