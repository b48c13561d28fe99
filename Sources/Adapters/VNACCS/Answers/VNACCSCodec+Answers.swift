public import Bus
import Events

extension VNACCSCodec {
    /// An output of data type R with one result, `00000-0000-0000`.
    public func acceptance(of message: DecodedMessage, at time: Timestamp) -> NativeAnswer {
        let reference = MessageReference(message.correlation)
        var input = VNACCSHeader(
            procedure: reference?.procedure ?? "", user: reference?.user ?? "", terminal: reference?.terminal ?? "",
            dataInfo: reference?.dataInfo ?? "")
        input.inputNumber = reference?.inputNumber ?? ""
        let subject = message.events.lazy.compactMap(\.subject).first
        return answer(200, to: input, at: time, [], remark: subject)
    }

    /// An output of data type R with the centre's code for the error, the item and its occurrence where there is one.
    ///
    /// Of a message without a readable header, the echoed fields are blank.
    public func refusal(_ error: AdapterError, of bytes: [UInt8], at time: Timestamp) -> NativeAnswer {
        let item = error.field.flatMap { ItemName(described: $0) }
        let code = ResultCode(
            code: CentreCode(error).rawValue, item: item?.id ?? "0000",
            occurrence: item.map { Self.fourDigits($0.occurrence ?? 1) } ?? "0000")
        return answer(Self.status(of: error), to: VNACCSHeader(echoing: bytes), at: time, [code], remark: nil)
    }

    /// A0010 (procedure closed), and A0015 (restriction window) behind it when the end is known. The subject holds the
    /// expected reopening, `until yyyyMMddHHmm`, and as much of the reason as fits, without Vietnamese marks.
    public func closed(reason: String, reopening: Timestamp?, of bytes: [UInt8], at time: Timestamp) -> NativeAnswer {
        let until = reopening.map { "until \($0.compact.prefix(12)) " } ?? ""
        let codes = reopening == nil ? [CentreCode.procedureClosed] : [.procedureClosed, .restrictionWindow]
        return answer(
            503, to: VNACCSHeader(echoing: bytes), at: time,
            codes.map { ResultCode(code: $0.rawValue, item: "0000", occurrence: "0000") },
            remark: until + reason)
    }

    private func answer(
        _ status: Int, to input: VNACCSHeader, at time: Timestamp, _ codes: [ResultCode], remark: String?
    ) -> NativeAnswer {
        var message = VNACCSMessage(result: ResultLine(codes), answering: input, at: time)
        message.header.subject = Subject(first: codes.first, rest: remark).text
        return NativeAnswer(status: status, contentType: "application/octet-stream", body: bytes(of: message))
    }

    /// Echoed fields come from a header that fitted, so that writing them fits too. Only a correlation that is none of
    /// this codec's could break that: then the fields are blank.
    private func bytes(of message: VNACCSMessage) -> [UInt8] {
        if let bytes = try? message.encoded() { return bytes }
        var blank = message
        blank.header = VNACCSHeader(procedure: "", user: "", terminal: "", dataInfo: "")
        blank.header.dataType = .result
        blank.header.subject = message.header.subject
        return (try? blank.encoded()) ?? []
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
