import Bus

extension VNACCSHeader {
    /// Reads the header of a whole message and checks its frame: the CRLF at byte 398, the length field against the
    /// real length, and every byte of the header.
    /// - Throws: `AdapterError` with the field and its byte offset; its line is 1.
    public init(decoding bytes: [UInt8]) throws(AdapterError) {
        try Self.checkFrame(bytes)
        try Self.checkCharacters(bytes)

        func text(_ field: HeaderField) -> String { Self.text(of: field, in: bytes) }

        let control = text(.control)
        guard let channel = Channel(rawValue: String(control.prefix(2))),
            control.utf8.count == 2 || control.hasSuffix("P")
        else { throw Self.wrong(.badHeader, .control, "the control field is not SS, MS or GS") }
        self.init(
            channel: channel, procedure: text(.procedure), user: text(.user), terminal: text(.terminal),
            dataInfo: text(.dataInfo))
        morePending = control.utf8.count == 3
        outputCode = text(.outputCode)
        let time = text(.centreTime)
        if !time.isEmpty {
            guard let value = Timestamp(compact: time) else {
                throw Self.wrong(.badHeader, .centreTime, "the time of receipt is not yyyyMMddHHmmss")
            }
            centreTime = value
        }
        password = HeaderPassword(text(.password))
        mailAddress = text(.mailAddress)
        subject = text(.subject)
        rtp = text(.rtp)
        server = text(.server)
        division = text(.division)
        isLastPart = try Self.flag(.endFlag, "E", text(.endFlag))
        sendGuard = try Self.flag(.sendGuard, "*", text(.sendGuard))
        inputNumber = text(.inputNumber)
        index = text(.index)
        pattern = text(.pattern)
        system = text(.system)
        displayCode = text(.displayCode)
        let type = text(.dataType)
        if !type.isEmpty {
            guard let value = OutputDataType(rawValue: type) else {
                throw Self.wrong(.badHeader, .dataType, "the data type is none of R, M, C, P, A, U and blank")
            }
            dataType = value
        }
    }

    /// What an answer echoes of a message that may be anything: fields that are readable, blanks for the others.
    init(echoing bytes: [UInt8]) {
        func text(_ field: HeaderField) -> String {
            guard bytes.count >= field.range.upperBound,
                bytes[field.range].allSatisfy({ (0x20...0x7E).contains($0) })
            else { return "" }
            return Self.text(of: field, in: bytes)
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

    private static func checkFrame(_ bytes: [UInt8]) throws(AdapterError) {
        if bytes.isEmpty { throw AdapterError(.empty, problem: "the message has no bytes") }
        guard bytes.count <= Limits.nativeMessageBytes else {
            throw AdapterError(
                .tooLarge, problem: "the message has \(bytes.count) bytes, the limit is \(Limits.nativeMessageBytes)")
        }
        guard bytes.count >= HeaderField.headerBytes else {
            throw AdapterError(
                .badHeader, offset: bytes.count, line: 1,
                problem: "the message ends after \(bytes.count) bytes, within its header of 400")
        }
        guard bytes[HeaderField.lineEnd] == 0x0D, bytes[HeaderField.lineEnd + 1] == 0x0A else {
            throw AdapterError(
                .badHeader, offset: HeaderField.lineEnd, line: 1,
                problem: "the header does not end with CRLF at byte 398")
        }
        var length = 0
        for byte in bytes[HeaderField.length.range] {
            guard (0x30...0x39).contains(byte) else {
                throw wrong(.badLength, .length, "the length field is not six digits")
            }
            length = length * 10 + Int(byte - 0x30)
        }
        guard length >= HeaderField.headerBytes else {
            throw wrong(.badLength, .length, "the length field says \(length), a header alone has 400 bytes")
        }
        guard length == bytes.count else {
            throw wrong(.badLength, .length, "the length field says \(length), the message has \(bytes.count) bytes")
        }
    }

    private static func checkCharacters(_ bytes: [UInt8]) throws(AdapterError) {
        for field in HeaderField.layout {
            let bad = bytes[field.range].firstIndex {
                !(0x20...0x7E).contains($0) && !(field.allowsText && $0 >= 0x80)
            }
            if let bad { throw wrong(.badItem, field, "a character that this header field does not allow", at: bad) }
            if field.allowsText, let invalid = TextCheck.firstInvalid(in: bytes, field.range) {
                throw wrong(.badEncoding, field, "not UTF-8", at: invalid)
            }
        }
    }

    private static func flag(_ field: HeaderField, _ mark: String, _ text: String) throws(AdapterError) -> Bool {
        guard text.isEmpty || text == mark else {
            throw wrong(.badHeader, field, "the \(field.name) is neither \(mark) nor blank")
        }
        return !text.isEmpty
    }

    static func wrong(
        _ code: AdapterError.Code, _ field: HeaderField, _ problem: String, at offset: Int? = nil
    ) -> AdapterError {
        AdapterError(code, field: field.name, offset: offset ?? field.offset, line: 1, problem: problem)
    }

    private static func text(of field: HeaderField, in bytes: [UInt8]) -> String {
        var end = field.range.upperBound
        while end > field.offset, bytes[end - 1] == 0x20 { end -= 1 }
        return String(decoding: bytes[field.offset..<end], as: UTF8.self)
    }
}
