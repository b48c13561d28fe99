/// One item of a form: its id, attribute and width in bytes.
public struct FormField: Sendable, Hashable {
    /// As in the message specifications, e.g. `ICN`; unique within its form.
    public let id: String
    public let kind: FieldKind
    /// In bytes, without the CRLF that follows every item.
    public let width: Int
    public let isMandatory: Bool
}
