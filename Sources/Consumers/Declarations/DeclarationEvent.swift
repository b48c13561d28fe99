import Bus
import Events

/// What one event says, in the terms of the pool.
struct DeclarationEvent: Sendable, Hashable {
    /// Which declarations it is about.
    enum Target: Sendable, Hashable {
        case declaration(DeclarationNumber)
        /// Those that another event names together with this reference.
        case reference(Reference)
        /// None.
        case nothing
    }

    /// What later or earlier events call this thing by, without naming a declaration.
    struct Reference: Sendable, Hashable, CustomStringConvertible {
        let description: String
        /// It keeps waiting after it was applied: a slip (`chứng từ`) may pay several declarations, and its cancellation
        /// concerns each of them, whenever they come.
        let concernsAll: Bool

        static func document(_ id: String) -> Reference { Reference(description: "edoc:\(id)", concernsAll: false) }
        static func acceptance(_ number: String) -> Reference {
            Reference(description: "epayment:\(number)", concernsAll: true)
        }
    }

    var target: Target
    var fact: DeclarationFact
    /// What the event makes known under which reference.
    var defines: Reference?
}
