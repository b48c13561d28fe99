/// Attribute of an item in the field tables.
public enum FieldKind: Character, Sendable, Hashable {
    /// Upper-case alphanumeric, left-justified. Any printable ASCII is taken: codes of the wild carry punctuation.
    case alphanumeric = "A"
    /// Vietnamese text in UTF-8, left-justified; the width counts bytes, three for each character.
    case text = "W"
    /// Digits, right-justified, filled with blanks from the left.
    case integer = "I"
    /// Digits with at most one decimal point, right-justified, filled with blanks from the left.
    case decimal = "F"

    var isNumeric: Bool { self == .integer || self == .decimal }
}
