public import Bus

/// A gateway message to write: for the simulator, for tests, and for our own answers.
public struct EPaymentMessage: Sendable, Hashable {
    public enum Body: Sendable, Hashable {
        case payment(Payment301)
        case feePayment(Payment302)
        case guarantee(Guarantee401)
        case cancellation(Cancel501)
        case accepted(Acceptance200)
        case refused(Refusal299)
    }

    /// Sender_Code; of a bank, the code that the State Bank gave it.
    public var senderCode: String
    public var senderName: String
    /// Transaction_ID, normally a GUID.
    public var transaction: String
    /// Transaction_Date; seconds are the finest it can say.
    public var sent: Timestamp
    public var body: Body

    public init(senderCode: String, senderName: String = "", transaction: String, sent: Timestamp, body: Body) {
        self.senderCode = senderCode
        self.senderName = senderName
        self.transaction = transaction
        self.sent = sent
        self.body = body
    }

    /// The whole message in UTF-8. Values are written as they are; the codec is what checks them.
    public func encoded() -> [UInt8] {
        let parts = parts
        let header = XMLRecord(
            EPaymentTables.header,
            [
                "Application_Name": .text("Payment"), "Application_Version": .text("3.0"),
                "Sender_Code": .text(ifAny: senderCode), "Sender_Name": .text(ifAny: senderName),
                "Message_Version": .text("3.0"), "Message_Type": .text(parts.form.rawValue),
                "Message_Name": .text(parts.form.name), "Transaction_Date": .time(sent),
                "Transaction_ID": .text(ifAny: transaction), "Request_ID": .text(ifAny: parts.request),
            ])
        var writer = XMLWriter()
        writer.element("Customs") { writer in
            writer.element("Header") { EPaymentTables.header.write(header, to: &$0) }
            writer.element("Data") { parts.form.table.write(parts.data, to: &$0) }
            if let error = parts.error {
                writer.element("Error") { EPaymentTables.error.write(error, to: &$0) }
            } else {
                writer.element("Error")
            }
            writer.element("Signature")
        }
        return writer.bytes
    }

    private struct Parts {
        var form: EPaymentForm
        var data: XMLRecord
        var request: String?
        var error: XMLRecord?
    }

    private var parts: Parts {
        switch body {
        case .payment(let payment): Parts(form: .payment, data: payment.record)
        case .feePayment(let payment): Parts(form: .feePayment, data: payment.record)
        case .guarantee(let guarantee): Parts(form: .guarantee, data: guarantee.record)
        case .cancellation(let cancellation): Parts(form: cancellation.cancelled.form, data: cancellation.record)
        case .accepted(let answer):
            Parts(form: .accepted, data: answer.record, request: answer.request, error: answer.error)
        case .refused(let answer):
            Parts(
                form: .refused, data: XMLRecord(EPaymentTables.refused), request: answer.request, error: answer.error)
        }
    }
}
