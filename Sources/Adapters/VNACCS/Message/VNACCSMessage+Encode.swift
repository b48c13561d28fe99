extension VNACCSMessage {
    /// The message's bytes: header, result line where the data type has one, and the body up to its last filled item.
    /// - Throws: `AdapterError` for header, form and result that do not belong together, and for any item that its field
    ///   does not allow, with the place that it would have in the message.
    public func encoded() throws(AdapterError) -> [UInt8] {
        var content: [UInt8] = []
        var line = 2
        if let result {
            guard header.dataType?.hasResult == true else {
                throw VNACCSHeader.wrong(.badHeader, .dataType, "a result line in a message of another data type")
            }
            content = try result.encoded()
            line = 3
        } else if header.dataType?.hasResult == true {
            throw VNACCSHeader.wrong(.missingItem, .dataType, "data types R and M need a result line")
        }
        if let form {
            let code = ParsedMessage.code(of: header)
            guard form.codes.contains(code), (form.direction == .input) == (header.dataType == nil),
                header.dataType != .result
            else {
                throw AdapterError(.unknownForm, form: form.code, problem: "the header does not select this form")
            }
            content += try BodyCodec.encode(
                items, form: form, code: code, from: HeaderField.headerBytes + content.count, line: line)
        }
        return try header.encoded(bodyBytes: content.count) + content
    }
}
