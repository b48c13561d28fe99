/// The elements of the gateway's messages, in the order of its documents.
///
/// Required is what an event cannot be made without; the rest is checked when it is there.
enum EPaymentTables {
    static let header = XMLTable([
        .optional("Application_Name", .text(50)),
        .optional("Application_Version", .code(10)),
        .required("Sender_Code", .code(20)),
        .optional("Sender_Name", .text(255)),
        .optional("Message_Version", .code(10)),
        .required("Message_Type", .code(8)),
        .optional("Message_Name", .text(255)),
        .required("Transaction_Date", .time(.isoDateTime)),
        .required("Transaction_ID", .code(64)),
        .optional("Request_ID", .code(64)),
    ])

    static let error = XMLTable([
        .optional("ErrorNumber", .code(20)),
        .optional("ErrorMessage", .text(4000)),
    ])

    /// 200.
    static let accepted = XMLTable([
        .required("So_TN_CT", .code(30)),
        .optional("Ngay_TN_CT", .time(.isoDate)),
    ])

    /// 299 says what it has to say in Error.
    static let refused = XMLTable([])

    /// 301.
    static let payment = XMLTable([
        .optional("Ma_NH_PH", .code(20)),
        .optional("Ten_NH_PH", .text(255)),
        .optional("Ma_NH_TH", .code(20)),
        .optional("Ten_NH_TH", .text(255)),
        .required("Ma_DV", .code(20)),
        .optional("Ma_Chuong", .digits(3...3)),
        .optional("Ten_DV", .text(255)),
        .required("Ma_KB", .code(10)),
        .optional("Ten_KB", .text(255)),
        .required("TKKB", .code(35)),
        .optional("Ma_NTK", .code(5)),
        .optional("Ma_HQ_PH", .code(10)),
        .optional("Ma_HQ_CQT", .code(10)),
        .optional("KyHieu_CT", .text(30)),
        .required("So_CT", .text(30)),
        .optional("Loai_CT", .digits(1...3)),
        .optional("So_TN_CTS", .code(30)),
        .optional("Ngay_TN_CTS", .time(.isoDate)),
        .optional("Ngay_BN", .time(.isoDate)),
        .optional("Ngay_BC", .time(.isoDate)),
        .optional("Ngay_CT", .time(.isoDate)),
        .optional("Ma_NT", .code(3)),
        .optional("Ty_Gia", .amount),
        .optional("SoTien_TO", .amount),
        .optional("DienGiai", .text(500)),
        .repeated("GNT_CT", paymentDeclaration, maximum: 1000),
    ])

    /// GNT_CT of 301: one declaration.
    static let paymentDeclaration = XMLTable([
        .optional("TTButToan", .digits(1...9)),
        .required("Ma_HQ", .code(10)),
        .optional("Ma_LH", .code(10)),
        .optional("Nam_DK", .digits(4...4)),
        .required("So_TK", .declaration),
        .optional("Ma_LT", .digits(1...3)),
        .repeated("ToKhai_CT", paymentLine, maximum: 200),
    ])

    /// ToKhai_CT of 301: one kind of tax.
    static let paymentLine = XMLTable([
        .optional("Ma_ST", .code(5)),
        .required("NDKT", .digits(4...4)),
        .optional("SoTien_NT", .amount),
        .required("SoTien_VND", .amount),
    ])

    /// 302.
    static let feePayment = XMLTable([
        .optional("Ma_NH_PH", .code(20)),
        .optional("Ten_NH_PH", .text(255)),
        .optional("Ma_NH_TH", .code(20)),
        .optional("Ten_NH_TH", .text(255)),
        .required("Ma_DV", .code(20)),
        .optional("Ma_Chuong", .digits(3...3)),
        .optional("Ten_DV", .text(255)),
        .required("Ma_KB", .code(10)),
        .optional("Ten_KB", .text(255)),
        .required("TKKB", .code(35)),
        .optional("Ma_NTK", .code(5)),
        .optional("Ma_HQ_PH", .code(10)),
        .optional("Ma_HQ_CQT", .code(10)),
        .optional("KyHieu_CT", .text(30)),
        .required("So_CT", .text(30)),
        .optional("Loai_CT", .digits(1...3)),
        .optional("So_TN_CTS", .code(30)),
        .optional("Ngay_TN_CTS", .time(.isoDate)),
        .optional("Ngay_BN", .time(.isoDate)),
        .optional("Ngay_BC", .time(.isoDate)),
        .optional("Ngay_CT", .time(.isoDate)),
        .optional("SoTien_TO", .amount),
        .optional("DienGiai", .text(500)),
        .repeated("GNT_CT", feeDeclaration, maximum: 1000),
    ])

    /// GNT_CT of 302: one declaration, or one number that stands for many.
    static let feeDeclaration = XMLTable([
        .optional("TTButToan", .digits(1...9)),
        .required("Ma_HQ", .code(10)),
        .optional("Ma_LH", .code(10)),
        .optional("Nam_DK", .digits(4...4)),
        .required("So_TK", .code(30)),
        .optional("Ma_LT", .digits(1...3)),
        .repeated("ToKhai_CT", feeLine, maximum: 200),
    ])

    /// ToKhai_CT of 302: one kind of fee.
    static let feeLine = XMLTable([
        .optional("Ma_ST", .code(5)),
        .required("NDKT", .digits(4...4)),
        .optional("SoTien_NT", .amount),
        .required("SoTien", .amount),
    ])

    /// 401.
    static let guarantee = XMLTable([
        .optional("Ma_NH_PH", .code(20)),
        .optional("MST_NH_PH", .code(20)),
        .optional("Ten_NH_PH", .text(255)),
        .required("Ma_DV", .code(20)),
        .optional("Ten_DV", .text(255)),
        .optional("Ma_DV_DD", .code(20)),
        .optional("Ten_DV_DD", .text(255)),
        .optional("Ma_HQ_PH", .code(10)),
        .required("Ma_HQ", .code(10)),
        .optional("Ma_LH", .code(10)),
        .required("So_TK", .declaration),
        .optional("Ngay_DK", .time(.isoDate)),
        .optional("Ma_LT", .digits(1...3)),
        .optional("Loai_CT", .digits(1...3)),
        .optional("KyHieu_CT", .text(30)),
        .optional("So_CT", .text(30)),
        .optional("Ngay_CT", .time(.isoDate)),
        .optional("TTButToan", .digits(1...9)),
        .optional("SNBL", .digits(1...5)),
        .required("Ngay_HL", .time(.isoDate)),
        .required("Ngay_HHL", .time(.isoDate)),
        .required("SoTien", .amount),
        .optional("DienGiai", .text(500)),
    ])

    /// 402: 401 without what names the declaration.
    static let generalGuarantee = XMLTable(openedGuarantee([]))

    /// 403: invoice and bills of lading stand for the declaration that is not there yet.
    static let shipmentGuarantee = XMLTable(
        openedGuarantee(
            [
                .optional("Ma_HQ_KB", .code(10)),
                .optional("So_HD", .text(35)),
                .optional("Ngay_HD", .time(.isoDate)),
            ]
                + billsOfLading.flatMap { bill in
                    [XMLField.optional(bill.number.description, .text(35)), .optional(bill.date, .time(.isoDate))]
                }))

    /// The places for bills of lading in 403.
    static let billsOfLading: [(number: StaticString, date: String)] = [
        ("So_VD_01", "Ngay_VD_01"), ("So_VD_02", "Ngay_VD_02"), ("So_VD_03", "Ngay_VD_03"),
        ("So_VD_04", "Ngay_VD_04"), ("So_VD_05", "Ngay_VD_05"),
    ]

    private static func openedGuarantee(_ shipment: [XMLField]) -> [XMLField] {
        [
            .optional("Ma_NH_PH", .code(20)),
            .optional("MST_NH_PH", .code(20)),
            .optional("Ten_NH_PH", .text(255)),
            .required("Ma_DV", .code(20)),
            .optional("Ten_DV", .text(255)),
            .optional("Ma_DV_DD", .code(20)),
            .optional("Ten_DV_DD", .text(255)),
        ] + shipment + [
            .optional("Loai_CT", .digits(1...3)),
            .optional("KyHieu_CT", .text(30)),
            .required("So_CT", .text(30)),
            .optional("Ngay_CT", .time(.isoDate)),
            .optional("TTButToan", .digits(1...9)),
            .optional("SNBL", .digits(1...5)),
            .required("Ngay_HL", .time(.isoDate)),
            .required("Ngay_HHL", .time(.isoDate)),
            .required("SoTien", .amount),
            .optional("DienGiai", .text(500)),
        ]
    }

    /// 501 to 506.
    static let cancellation = XMLTable([
        .required("So_TN_CT_YCH", .code(30))
    ])
}
