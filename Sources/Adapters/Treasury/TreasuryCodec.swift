public import Bus
public import Events

/// Messages of the State Treasury (Kho bạc Nhà nước).
///
/// 910 and 900 become credit and debit advices, the list 04/BK-CTNNS in 299 becomes listed vouchers. Format, limits and
/// error numbers: `docs/formats/treasury.md`.
public struct TreasuryCodec: NativeCodec {
    public let system = SystemName.treasury
    /// SENDER_CODE of answers to messages that do not say whom they were for.
    public let ownCode: String
    /// SENDER_NAME of the answers.
    public let ownName: String

    public init(ownCode: String = "TCHQ", ownName: String = "Cục Hải quan") {
        self.ownCode = ownCode
        self.ownName = ownName
    }

    public func decode(_ bytes: [UInt8], received: Timestamp) throws(AdapterError) -> DecodedMessage {
        let message = try TreasuryMapping(TreasuryEnvelope(bytes))
        return DecodedMessage(
            form: message.form.rawValue, correlation: message.message, sender: message.sender,
            receiver: message.receiver, events: try message.events())
    }

    public func acceptance(of message: DecodedMessage, at time: Timestamp) -> NativeAnswer {
        answer(
            TreasuryMessage.Answer(message: message.correlation, errorCode: "0", errorText: ""),
            from: message.receiver, to: message.sender, at: time, status: 200)
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
        let header = (try? XMLDocumentReader.parse(bytes)).flatMap { $0.child("HEADER") }
        return answer(
            TreasuryMessage.Answer(message: Self.code(header, "MSG_ID"), errorCode: number, errorText: text),
            from: Self.code(header, "RECEIVER_CODE"), to: Self.code(header, "SENDER_CODE"), at: time, status: status)
    }

    /// A header field of what may be no message at all, if it could be a code.
    private static func code(_ header: XMLNode?, _ name: String) -> String? {
        guard let text = header?.child(name)?.text, !text.isEmpty, text.utf8.count <= 64,
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        return text
    }

    private func answer(
        _ answer: TreasuryMessage.Answer, from receiver: String?, to sender: String?, at time: Timestamp, status: Int
    ) -> NativeAnswer {
        let id = DerivedIdentifier.number(
            from: "196 \(sender ?? "") \(answer.message ?? "") \(answer.errorCode) \(time.milliseconds)")
        let message = TreasuryMessage(
            senderCode: receiver ?? ownCode, senderName: ownName, receiverCode: sender ?? "", id: id, sent: time,
            body: .answer(answer))
        return NativeAnswer(status: status, contentType: XMLRefusal.contentType, body: message.encoded())
    }
}
