/// One line of a message's element table: an element's name, what it may hold, and whether it must be there.
struct XMLField: Sendable {
    let name: String
    let kind: XMLFieldKind
    let isRequired: Bool
    /// How often the element may appear side by side.
    let maximum: Int

    static func required(_ name: String, _ kind: XMLFieldKind) -> XMLField {
        XMLField(name: name, kind: kind, isRequired: true, maximum: 1)
    }

    static func optional(_ name: String, _ kind: XMLFieldKind) -> XMLField {
        XMLField(name: name, kind: kind, isRequired: false, maximum: 1)
    }

    /// A group that may appear several times.
    static func repeated(_ name: String, _ table: XMLTable, required: Bool = true, maximum: Int) -> XMLField {
        XMLField(name: name, kind: .group(table), isRequired: required, maximum: maximum)
    }
}
