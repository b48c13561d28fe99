/// One member of a payload, or of an element of a list in it.
public struct SchemaMember: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        case text(TextForm)
        /// Objects of one shape, in order.
        case list(of: ObjectSchema, maximum: Int)
        /// Texts of one form, in order.
        case texts(TextForm, maximum: Int)
    }

    public let name: String
    public let kind: Kind
    public let isRequired: Bool
    /// What it says; empty when the name and the form say it all.
    public let meaning: String

    static func required(_ name: String, _ form: TextForm, _ meaning: String = "") -> SchemaMember {
        SchemaMember(name: name, kind: .text(form), isRequired: true, meaning: meaning)
    }

    /// One that is left out when there is nothing to say. `null` means the same to readers; nobody writes it.
    static func optional(_ name: String, _ form: TextForm, _ meaning: String = "") -> SchemaMember {
        SchemaMember(name: name, kind: .text(form), isRequired: false, meaning: meaning)
    }

    /// - Parameter maximum: as many elements as the native format has room for.
    static func list(
        _ name: String, of element: ObjectSchema, atMost maximum: Int, _ meaning: String
    ) -> SchemaMember {
        SchemaMember(name: name, kind: .list(of: element, maximum: maximum), isRequired: true, meaning: meaning)
    }

    static func texts(_ name: String, _ form: TextForm, atMost maximum: Int, _ meaning: String) -> SchemaMember {
        SchemaMember(name: name, kind: .texts(form, maximum: maximum), isRequired: true, meaning: meaning)
    }
}
