import Bus
import Events

/// The value of one element, read by its kind.
enum XMLValue: Sendable, Hashable {
    case text(String)
    case amount(Amount)
    case time(Timestamp)
    case declaration(DeclarationNumber)
    case records([XMLRecord])

    /// nil instead of an empty element.
    static func text(ifAny text: String?) -> XMLValue? { text.flatMap { $0.isEmpty ? nil : .text($0) } }
}
