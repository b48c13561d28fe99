import Bus

/// A message taken apart: its header, and what the header says that follows.
struct ParsedMessage: Sendable {
    let header: CheckedHeader
    /// Of data types R and M.
    let result: ResultLine?
    /// nil for R, and for M with an output whose form is not known here.
    let body: FormBody?
    /// Where the body starts.
    let bodyOffset: Int

    /// Code that errors and people know the message by: the procedure, or the first six characters of the output code.
    let code: String

    static func code(of header: VNACCSHeader) -> String {
        header.dataType == nil || header.outputCode.isEmpty ? header.procedure : String(header.outputCode.prefix(6))
    }

    private static func code(of header: CheckedHeader) -> String {
        let output = header[.outputCode]
        return header.dataType == nil || output.isEmpty
            ? header.procedure : String(decoding: output.prefix(6), as: UTF8.self)
    }

    init(_ bytes: [UInt8]) throws(AdapterError) {
        header = try CheckedHeader(bytes)
        code = Self.code(of: header)
        try Self.checkUndivided(header, code)
        let start = HeaderField.headerBytes

        guard let type = header.dataType else {
            guard header[.outputCode].isEmpty else {
                throw VNACCSHeader.wrong(.badHeader, .dataType, "an output information code, but no data type")
            }
            guard let form = VNACCSForm.input(header.procedure) else {
                throw Self.unknown(code, .procedure, "no input message of this procedure is taken")
            }
            result = nil
            bodyOffset = start
            body = try BodyCodec.decode(bytes, from: start, line: 2, form: form, code: code)
            return
        }
        let form = VNACCSForm.output(header.outputCode)
        guard type.hasResult else {
            guard let form else {
                throw Self.unknown(code, .outputCode, "no output message of this code is taken")
            }
            result = nil
            bodyOffset = start
            body = try BodyCodec.decode(bytes, from: start, line: 2, form: form, code: code)
            return
        }
        let (line, next) = try ResultLine.decode(bytes, at: start, line: 2, form: code)
        result = line
        bodyOffset = next
        if type == .result {
            guard next == bytes.count else {
                throw AdapterError(
                    .trailingBytes, form: code, offset: next, line: 3,
                    problem: "a message of data type R is its result line, this one goes on after it")
            }
            body = nil
        } else if let form {
            body = try BodyCodec.decode(bytes, from: next, line: 3, form: form, code: code)
        } else {
            body = nil
        }
    }

    /// A body cut over several messages means nothing without the other parts, and joining them would need state that a
    /// codec does not have. A result line alone is whole in any division. A message of type M reaches the declarant in
    /// two: its result line (R, 000) and its screen (C, 001 and last), each whole by itself.
    private static func checkUndivided(_ header: CheckedHeader, _ code: String) throws(AdapterError) {
        if header.dataType == .result { return }
        let division = header.division
        let isScreenOfM = header.dataType == .screen && division == "001" && header.isLastPart
        let isWhole = division.isEmpty || (division == "000" && header.isLastPart) || isScreenOfM
        guard isWhole else {
            throw AdapterError(
                .badHeader, form: code, field: HeaderField.division.name, offset: HeaderField.division.offset, line: 1,
                problem: "one part of a divided message; ask the centre for the message undivided")
        }
    }

    private static func unknown(_ code: String, _ field: HeaderField, _ problem: String) -> AdapterError {
        AdapterError(.unknownForm, form: code, field: field.name, offset: field.offset, line: 1, problem: problem)
    }
}
