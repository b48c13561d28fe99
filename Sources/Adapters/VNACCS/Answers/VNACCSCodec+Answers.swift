public import Bus
import Events

extension VNACCSCodec {
    /// An output of data type R with one result, `00000-0000-0000`.
    public func acceptance(of message: DecodedMessage, at time: Timestamp) -> NativeAnswer {
        let reference = MessageReference(message.correlation) ?? .blank
        let named = message.events.firstIndex { $0.subject != nil }
        return answer(
            200, to: reference, on: .interactive, at: time, [], remark: named.flatMap { message.events[$0].subject })
    }

    /// An output of data type R with the centre's code for the error, the item and its occurrence where there is one.
    ///
    /// Of a message without a readable header, the echoed fields are blank.
    public func refusal(_ error: AdapterError, of bytes: [UInt8], at time: Timestamp) -> NativeAnswer {
        let item = error.field.flatMap { ItemName(described: $0) }
        let code = ResultCode(
            code: CentreCode(error).rawValue, item: item?.id ?? "0000",
            occurrence: item.map { Self.fourDigits($0.occurrence ?? 1) } ?? "0000")
        return answer(Self.status(of: error), toHeaderOf: bytes, at: time, [code], remark: nil)
    }

    /// A0010 (procedure closed), and A0015 (restriction window) behind it when the end is known. The subject holds the
    /// expected reopening, `until yyyyMMddHHmm`, and as much of the reason as fits, without Vietnamese marks.
    public func closed(reason: String, reopening: Timestamp?, of bytes: [UInt8], at time: Timestamp) -> NativeAnswer {
        let until = reopening.map { "until \($0.compact.prefix(12)) " } ?? ""
        let codes = reopening == nil ? [CentreCode.procedureClosed] : [.procedureClosed, .restrictionWindow]
        return answer(
            503, toHeaderOf: bytes, at: time,
            codes.map { ResultCode(code: $0.rawValue, item: "0000", occurrence: "0000") },
            remark: until + reason)
    }

    private func answer(
        _ status: Int, toHeaderOf bytes: [UInt8], at time: Timestamp, _ codes: [ResultCode], remark: String?
    ) -> NativeAnswer {
        let header = VNACCSHeader(echoing: bytes)
        return answer(status, to: MessageReference(header), on: header.channel, at: time, codes, remark: remark)
    }

    /// The body is empty when a code does not fit the result line; only an occurrence over 9999 could do that, and no
    /// form has so many.
    private func answer(
        _ status: Int, to reference: MessageReference, on channel: VNACCSHeader.Channel, at time: Timestamp,
        _ codes: [ResultCode], remark: String?
    ) -> NativeAnswer {
        var answer = ResultAnswer(codes, remark: remark)
        answer?.address(to: reference, on: channel, at: time)
        return NativeAnswer(status: status, contentType: "application/octet-stream", body: answer?.bytes ?? [])
    }

    private static func fourDigits(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }

    private static func status(of error: AdapterError) -> Int {
        switch error.code {
        case .tooLarge: 413
        case .receiverClosed, .notStored: 503
        case .unknownForm, .badItem, .itemTooLong, .missingItem, .trailingBytes, .limitExceeded, .identifierReused: 422
        default: 400
        }
    }
}
