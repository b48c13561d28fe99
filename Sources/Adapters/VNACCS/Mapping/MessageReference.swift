/// What identifies a message at its sender, as one printable ASCII text without blanks.
///
/// The data information alone does not: two terminals may send in the same second with the same counter. Answers are
/// made of it too, because they echo the same fields.
struct MessageReference: Sendable, Hashable {
    var procedure: String
    var user: String
    var terminal: String
    /// Data information, trimmed.
    var dataInfo: String
    var inputNumber: String

    /// Of a message of which nothing is known.
    static let blank = MessageReference(VNACCSHeader(procedure: "", user: "", terminal: "", dataInfo: ""))

    init(_ header: VNACCSHeader) {
        procedure = header.procedure
        user = header.user
        terminal = header.terminal
        dataInfo = header.dataInfo
        inputNumber = header.inputNumber
    }

    init(_ header: CheckedHeader) {
        procedure = header.procedure
        user = header.user
        terminal = header.terminal
        dataInfo = header.dataInfo
        inputNumber = header.inputNumber
    }

    /// Reads `text` back; nil for a text of other origin.
    init?(_ text: String) {
        var reader = ReferenceReader(text)
        guard let procedure = reader.part(), let user = reader.part(), let terminal = reader.part(),
            let dataInfo = reader.part(), let inputNumber = reader.part(isLast: true)
        else { return nil }
        self.procedure = procedure
        self.user = user
        self.terminal = terminal
        self.dataInfo = dataInfo
        self.inputNumber = inputNumber
    }

    var text: String {
        let bytes =
            procedure.utf8.count + user.utf8.count + terminal.utf8.count + dataInfo.utf8.count + inputNumber.utf8.count
        return String(unsafeUninitializedCapacity: bytes * ReferenceWriter.bytesPerByte + 4) { buffer in
            var writer = ReferenceWriter(buffer)
            writer.put(escaping: procedure.utf8)
            writer.put(UInt8(ascii: ":"))
            writer.put(escaping: user.utf8)
            writer.put(UInt8(ascii: ":"))
            writer.put(escaping: terminal.utf8)
            writer.put(UInt8(ascii: ":"))
            writer.put(escaping: dataInfo.utf8)
            writer.put(UInt8(ascii: ":"))
            writer.put(escaping: inputNumber.utf8)
            return writer.count
        }
    }
}
