public import Bus
public import Events

/// A native message from field values, or the field values of a native message.
///
/// ```swift
/// var message = VNACCSMessage(input: .ida, header: header)
/// message["ICB"] = "A11"
/// message["CMD", 2] = "84713020"
/// let bytes = try message.encoded()
/// ```
public struct VNACCSMessage: Sendable {
    /// Its procedure (inputs) or output code and data type (outputs) decide how the message is written.
    public var header: VNACCSHeader
    /// nil for a result line alone.
    public let form: VNACCSForm?
    /// Of data types R and M.
    public var result: ResultLine?
    /// What is not blank, without padding. Items of groups have an occurrence.
    public private(set) var items: [ItemName: String] = [:]

    /// An input message; the header's procedure becomes the form's when it is none of its codes.
    public init(input form: VNACCSForm, header: VNACCSHeader) {
        self.header = header
        self.form = form
        if !form.codes.contains(header.procedure) { self.header.procedure = form.code }
    }

    /// An output message for the input with this header: it echoes procedure, user, terminal, data information and
    /// input number, never the password.
    /// - Parameters:
    ///   - code: output information code, `VAD2AC0`.
    ///   - time: when the centre received the input.
    public init(
        output form: VNACCSForm, code: String, type: OutputDataType = .print, answering input: VNACCSHeader,
        at time: Timestamp
    ) {
        header = input.answered(as: type, code: code, at: time)
        self.form = form
        result = type.hasResult ? .accepted : nil
    }

    /// The result of the input with this header, data type R.
    /// - Parameter declaration: goes into the subject, behind the first result code.
    public init(
        result: ResultLine, answering input: VNACCSHeader, at time: Timestamp, declaration: DeclarationNumber? = nil
    ) {
        header = input.answered(as: .result, at: time)
        header.subject = Subject(first: result.codes.first, rest: declaration?.rawValue).text
        form = nil
        self.result = result
    }

    /// Reads any message that the codec takes.
    public init(decoding bytes: [UInt8]) throws(AdapterError) {
        let parsed = try ParsedMessage(bytes)
        header = VNACCSHeader(parsed.header)
        result = parsed.result
        form = parsed.body?.form
        items = parsed.body?.values ?? [:]
    }

    /// An item by its id, in a group its occurrence from 1. nil and the empty text both blank it. An id or occurrence
    /// that the form does not have is kept and refused by `encoded()`.
    public subscript(id: String, occurrence: Int = 1) -> String? {
        get { items[name(id, occurrence)] }
        set { items[name(id, occurrence)] = newValue?.isEmpty == true ? nil : newValue }
    }

    private func name(_ id: String, _ occurrence: Int) -> ItemName {
        if let table = form?.table, let position = table.position(of: id, occurrence) {
            return table.name(at: position)
        }
        return ItemName(id, occurrence == 1 ? nil : occurrence)
    }
}
