public import Bus

/// A treasury message to write: for the simulator, for tests, and for our own answers.
public struct TreasuryMessage: Sendable, Hashable {
    public enum Body: Sendable, Hashable {
        /// 910.
        case credit([TreasuryRow])
        /// 900.
        case debit([TreasuryRow])
        /// 299 with the list 04/BK-CTNNS.
        case voucherList([VoucherRow])
        /// 196.
        case answer(Answer)
    }

    /// What 196 says.
    public struct Answer: Sendable, Hashable {
        /// MSG_REFID: MSG_ID of the message that is answered; nil when it had none that could be read.
        public var message: String?
        /// ERROR_CODE, 0 for accepted.
        public var errorCode: String
        /// ERROR_DESC.
        public var errorText: String

        public init(message: String?, errorCode: String, errorText: String) {
            self.message = message
            self.errorCode = errorCode
            self.errorText = errorText
        }
    }

    public var senderCode: String
    public var senderName: String
    public var receiverCode: String
    public var receiverName: String
    /// MSG_ID.
    public var id: String
    /// SEND_DATE; seconds are the finest it can say.
    public var sent: Timestamp
    public var body: Body

    public init(
        senderCode: String, senderName: String = "", receiverCode: String, receiverName: String = "", id: String,
        sent: Timestamp, body: Body
    ) {
        self.senderCode = senderCode
        self.senderName = senderName
        self.receiverCode = receiverCode
        self.receiverName = receiverName
        self.id = id
        self.sent = sent
        self.body = body
    }

    /// The whole message in UTF-8. Values are written as they are; the codec is what checks them.
    public func encoded() -> [UInt8] {
        let (form, rows, answer) = parts
        let header = XMLRecord(
            TreasuryTables.header,
            [
                "VERSION": .text("1.0"), "SENDER_CODE": .text(ifAny: senderCode), "SENDER_NAME": .text(ifAny: senderName),
                "RECEIVER_CODE": .text(ifAny: receiverCode), "RECEIVER_NAME": .text(ifAny: receiverName),
                "TRAN_CODE": .text(form.rawValue), "MSG_ID": .text(ifAny: id),
                "MSG_REFID": .text(ifAny: answer?.message), "SEND_DATE": .time(sent),
                "ERROR_CODE": .text(ifAny: answer?.errorCode), "ERROR_DESC": .text(ifAny: answer?.errorText),
            ])
        var writer = XMLWriter()
        writer.element("DATA") { writer in
            writer.element("HEADER") { TreasuryTables.header.write(header, to: &$0) }
            writer.element("BODY") { writer in
                guard !rows.isEmpty else { return }
                writer.element("MASTER") { writer in
                    if form == .voucherList { writer.element("MAU_SO", TreasuryTables.voucherListForm) }
                    for row in rows { writer.element("ROW") { row.table.write(row, to: &$0) } }
                }
            }
            writer.element("SECURITY") { $0.element("SIGNATURE") }
        }
        return writer.bytes
    }

    private var parts: (form: TreasuryForm, rows: [XMLRecord], answer: Answer?) {
        switch body {
        case .credit(let rows): (.credit, rows.map(\.record), nil)
        case .debit(let rows): (.debit, rows.map(\.record), nil)
        case .voucherList(let rows): (.voucherList, rows.map(\.record), nil)
        case .answer(let answer): (.answer, [], answer)
        }
    }
}
