/// The elements of the treasury's messages. Names of the envelope and of the accounting segments are the published ones;
/// what names the voucher and the declaration is this project's: `docs/formats/treasury.md`.
enum TreasuryTables {
    static let header = XMLTable([
        .optional("VERSION", .code(10)),
        .required("SENDER_CODE", .code(40)),
        .optional("SENDER_NAME", .text(255)),
        .optional("RECEIVER_CODE", .code(40)),
        .optional("RECEIVER_NAME", .text(255)),
        .required("TRAN_CODE", .digits(3...3)),
        .required("MSG_ID", .code(64)),
        .optional("MSG_REFID", .code(64)),
        .required("SEND_DATE", .time(.dayFirstDateTime)),
        .optional("ORIGINAL_CODE", .code(40)),
        .optional("ORIGINAL_NAME", .text(255)),
        .optional("ORIGINAL_DATE", .text(40)),
        .optional("ERROR_CODE", .code(20)),
        .optional("ERROR_DESC", .text(4000)),
        .optional("SPARE1", .text(255)),
        .optional("SPARE2", .text(255)),
        .optional("SPARE3", .text(255)),
    ])

    /// ROW of 900 and 910: the voucher, then the segments of the account combination with the widths of TABMIS.
    static let adviceRow = XMLTable([
        .optional("KYHIEU_CT", .text(30)),
        .optional("SO_CT", .text(30)),
        .optional("NGAY_HT", .time(.dayFirstDate)),
        .optional("SO_TK", .declaration),
        .optional("TKKB", .code(35)),
        .optional("MA_QUY_ID", .digits(2...2)),
        .optional("TKKT_ID", .digits(4...4)),
        .optional("DVSDNS_MA", .digits(7...7)),
        .optional("CAPNS_ID", .digits(1...1)),
        .optional("CHUONGNS_ID", .digits(3...3)),
        .optional("NGANHKT_ID", .digits(3...3)),
        .optional("NDKT_ID", .digits(4...4)),
        .optional("DBHC_ID", .digits(5...5)),
        .optional("CTMT_ID", .digits(5...5)),
        .optional("DU_PHONG_ID", .digits(3...3)),
        .optional("MA_NGUON", .digits(2...2)),
        .optional("KB_ID", .digits(4...4)),
        .required("SO_TIEN", .amount),
        .optional("DIEN_GIAI", .text(220)),
    ])

    /// ROW of 04/BK-CTNNS: one voucher.
    static let voucherRow = XMLTable([
        .optional("KYHIEU_CT", .text(30)),
        .optional("SO_CT", .text(30)),
        .optional("NGAY_CT", .time(.dayFirstDate)),
        .optional("NGAY_HT", .time(.dayFirstDate)),
        .optional("SO_TK", .declaration),
        .optional("NGAY_TK", .time(.dayFirstDate)),
        .optional("MST", .code(20)),
        .optional("TEN_NNT", .text(255)),
        .optional("NDKT", .digits(4...4)),
        .optional("CHUONG", .digits(3...3)),
        .optional("DBHC", .digits(5...5)),
        .optional("TKKB", .code(35)),
        .optional("KB_ID", .digits(4...4)),
        .optional("MA_NT", .code(3)),
        .optional("TY_GIA", .amount),
        .optional("SO_TIEN_NT", .amount),
        .required("SO_TIEN", .amount),
        .optional("DIEN_GIAI", .text(220)),
    ])

    /// MAU_SO of a voucher list.
    static let voucherListForm = "04/BK-CTNNS"
    /// Rows of one message, over all MASTER elements.
    static let maximumRows = 5000
}
