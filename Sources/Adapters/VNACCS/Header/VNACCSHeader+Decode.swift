import Bus

extension VNACCSHeader {
    /// Reads the header of a whole message and checks its frame: the CRLF at byte 398, the length field against the
    /// real length, and every byte of the header.
    /// - Throws: `AdapterError` with the field and its byte offset; its line is 1.
    public init(decoding bytes: [UInt8]) throws(AdapterError) {
        self.init(try CheckedHeader(bytes))
    }

    init(_ header: CheckedHeader) {
        self.init(
            channel: header.channel, procedure: header.procedure, user: header.user, terminal: header.terminal,
            dataInfo: header.dataInfo)
        morePending = header.morePending
        outputCode = header.outputCode
        centreTime = header.centreTime
        password = HeaderPassword(header.text(.password))
        mailAddress = header.text(.mailAddress)
        subject = header.text(.subject)
        rtp = header.text(.rtp)
        server = header.text(.server)
        division = header.division
        isLastPart = header.isLastPart
        dataType = header.dataType
        sendGuard = header.sendGuard
        inputNumber = header.inputNumber
        index = header.text(.index)
        pattern = header.text(.pattern)
        system = header.text(.system)
        displayCode = header.text(.displayCode)
    }

    /// What an answer echoes of a message that may be anything: fields that are readable, blanks for the others.
    init(echoing bytes: [UInt8]) {
        func text(_ field: HeaderField) -> String {
            guard bytes.count >= field.range.upperBound, TextCheck.isPrintable(bytes, field.range) else { return "" }
            return String(decoding: bytes[CheckedHeader.text(of: field, in: bytes)], as: UTF8.self)
        }
        let channel = Channel(rawValue: String(text(.control).prefix(2)))
        guard let channel else {
            self.init(procedure: "", user: "", terminal: "", dataInfo: "")
            return
        }
        self.init(
            channel: channel, procedure: text(.procedure), user: text(.user), terminal: text(.terminal),
            dataInfo: text(.dataInfo))
        inputNumber = text(.inputNumber)
    }

    static func wrong(
        _ code: AdapterError.Code, _ field: HeaderField, _ problem: String, at offset: Int? = nil
    ) -> AdapterError {
        AdapterError(code, field: field.name, offset: offset ?? field.offset, line: 1, problem: problem)
    }
}
