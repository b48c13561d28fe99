/// What of a `FormField` decides how its item is read.
struct FieldShape: Sendable {
    let kind: FieldKind
    /// In bytes, without the CRLF that follows every item.
    let width: Int
}
