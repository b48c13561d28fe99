public import Bus
public import Events

/// Messages of the customs e-payment gateway (cổng thanh toán điện tử hải quan), as banks send them.
///
/// 301 and 302 become payments of tax and of fees, 401 to 403 guarantees, 501 to 506 cancellations, 200 and 299 answers
/// given. Format, limits and error numbers: `docs/formats/epayment.md`.
public struct EPaymentCodec: NativeCodec {
    public let system = SystemName.epayment
    /// Sender_Code of the answers.
    public let senderCode: String
    /// Sender_Name of the answers.
    public let senderName: String

    public init(senderCode: String = "TCHQ", senderName: String = "Cục Hải quan") {
        self.senderCode = senderCode
        self.senderName = senderName
    }

    public func decode(_ bytes: [UInt8], received: Timestamp) throws(AdapterError) -> DecodedMessage {
        let message = try EPaymentMapping(EPaymentEnvelope(bytes))
        return DecodedMessage(
            form: message.form.rawValue, correlation: message.transaction, acceptance: message.acceptance,
            sender: message.sender, events: try message.events())
    }

    public func acceptance(of message: DecodedMessage, at time: Timestamp) -> NativeAnswer {
        let answer = Acceptance200(
            request: message.correlation,
            number: message.acceptance ?? EPaymentMapping.acceptance(of: message.correlation), accepted: time)
        return self.answer(
            .accepted(answer), transaction: DerivedIdentifier.uuid(from: "200 " + message.correlation), at: time,
            status: 200)
    }

    public func refusal(_ error: AdapterError, of bytes: [UInt8], at time: Timestamp) -> NativeAnswer {
        let refusal = XMLRefusal(error.code)
        return refused(number: refusal.number, text: XMLRefusal.text(error), status: refusal.status, of: bytes, at: time)
    }

    public func closed(reason: String, reopening: Timestamp?, of bytes: [UInt8], at time: Timestamp) -> NativeAnswer {
        let refusal = XMLRefusal(.receiverClosed)
        return refused(
            number: refusal.number, text: XMLRefusal.closedText(reason: reason, reopening: reopening),
            status: refusal.status, of: bytes, at: time)
    }

    private func refused(
        number: String, text: String, status: Int, of bytes: [UInt8], at time: Timestamp
    ) -> NativeAnswer {
        let request = EPaymentEnvelope.transaction(of: bytes)
        // With the time in it: the same message may be refused today and again tomorrow, in two answers.
        let transaction = DerivedIdentifier.uuid(from: "299 \(request ?? "") \(number) \(time.milliseconds)")
        return answer(
            .refused(Refusal299(request: request, number: number, text: text)), transaction: transaction, at: time,
            status: status)
    }

    private func answer(
        _ body: EPaymentMessage.Body, transaction: String, at time: Timestamp, status: Int
    ) -> NativeAnswer {
        let message = EPaymentMessage(
            senderCode: senderCode, senderName: senderName, transaction: transaction, sent: time, body: body)
        return NativeAnswer(status: status, contentType: XMLRefusal.contentType, body: message.encoded())
    }
}
