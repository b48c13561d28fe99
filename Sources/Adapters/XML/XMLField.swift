/// One line of a message's element table: an element's name, what it may hold, and whether it must be there.
struct XMLField: Sendable {
    let name: String
    /// The name once more, to compare bytes with and to write.
    let utf8: [UInt8]
    let kind: XMLFieldKind
    let isRequired: Bool
    /// How often the element may appear side by side.
    let maximum: Int

    private init(_ name: String, _ kind: XMLFieldKind, isRequired: Bool, maximum: Int = 1) {
        self.name = name
        utf8 = Array(name.utf8)
        self.kind = kind
        self.isRequired = isRequired
        self.maximum = maximum
    }

    static func required(_ name: String, _ kind: XMLFieldKind) -> XMLField {
        XMLField(name, kind, isRequired: true)
    }

    static func optional(_ name: String, _ kind: XMLFieldKind) -> XMLField {
        XMLField(name, kind, isRequired: false)
    }

    /// A group that may appear several times.
    static func repeated(_ name: String, _ table: XMLTable, required: Bool = true, maximum: Int) -> XMLField {
        XMLField(name, .group(table), isRequired: required, maximum: maximum)
    }
}
