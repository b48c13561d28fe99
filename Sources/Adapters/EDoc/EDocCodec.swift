public import Bus
public import Events

/// Documents and statuses of E-doc in edXML (QCVN 102:2016/BTTTT), in its three variants.
///
/// Format, limits and what is read out of free text: `docs/formats/edoc.md`.
public struct EDocCodec: NativeCodec {
    public let system = SystemName.edoc
    /// Who answers where a message does not say whom it was for.
    public let own: EDocOrgan
    /// Largest attachment, decoded; larger ones are refused as `tooLarge`.
    public let attachmentBytes: Int

    /// - Parameters:
    ///   - own: by default the Ministry of Finance, whose OrganId is published; set your own.
    ///   - attachmentBytes: 512 KiB by default; a whole message may have `Limits.nativeMessageBytes` in any case.
    public init(
        own: EDocOrgan = EDocOrgan(id: "000.00.00.G12", name: "Bộ Tài chính"), attachmentBytes: Int = 512 * 1024
    ) {
        self.own = own
        self.attachmentBytes = attachmentBytes
    }

    public func decode(_ bytes: [UInt8], received: Timestamp) throws(AdapterError) -> DecodedMessage {
        let message = try EDocMapping(
            EDocEnvelope(bytes), received: received, attachmentBytes: attachmentBytes)
        return DecodedMessage(
            form: message.form, correlation: message.reference.description, sender: message.sender,
            receiver: message.receiver, events: [message.event])
    }

    public func acceptance(of message: DecodedMessage, at time: Timestamp) -> NativeAnswer {
        answer(
            "03", "Đã tiếp nhận / received", to: EDocReference(message.correlation), from: message.receiver, at: time,
            status: 200)
    }

    public func refusal(_ error: AdapterError, of bytes: [UInt8], at time: Timestamp) -> NativeAnswer {
        refused(XMLRefusal.text(error), status: XMLRefusal(error.code).status, of: bytes, at: time)
    }

    public func closed(reason: String, reopening: Timestamp?, of bytes: [UInt8], at time: Timestamp) -> NativeAnswer {
        refused(
            XMLRefusal.closedText(reason: reason, reopening: reopening), status: XMLRefusal(.receiverClosed).status,
            of: bytes, at: time)
    }

    private func refused(_ text: String, status: Int, of bytes: [UInt8], at time: Timestamp) -> NativeAnswer {
        let addresses = EDocAddresses(bytes)
        return answer("02", text, to: addresses?.reference, from: addresses?.receiver, at: time, status: status)
    }

    private func answer(
        _ code: String, _ text: String, to reference: EDocReference?, from receiver: String?, at time: Timestamp,
        status: Int
    ) -> NativeAnswer {
        let organ = receiver.flatMap { $0 == own.id ? nil : EDocOrgan(id: $0) } ?? own
        let answer = EDocStatus(
            organ: reference?.organ ?? "", document: reference?.document ?? "", from: organ, code: code,
            description: text, reported: time)
        return NativeAnswer(status: status, contentType: XMLRefusal.contentType, body: answer.encoded())
    }
}
