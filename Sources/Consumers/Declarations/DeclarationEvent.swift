import Bus
import Events

/// What one event says, in the terms of the pool.
struct DeclarationEvent: Sendable, Hashable {
    /// Which declarations it is about.
    enum Target: Sendable, Hashable {
        /// - Parameters:
        ///   - key: first 11 digits of its number.
        ///   - version: the 12th.
        case declaration(key: String, version: Int)
        /// Those that another event names together with this reference.
        case reference(Reference)
        /// None.
        case nothing

        init(_ number: DeclarationNumber?) {
            self = number.map { .declaration(key: $0.key, version: $0.version) } ?? .nothing
        }
    }

    /// What later or earlier events call this thing by, without naming a declaration.
    /// A slip (`chứng từ`) may pay several declarations, and a corrected document may name another one. What refers to
    /// either concerns each of them, whenever they come.
    struct Reference: Sendable, Hashable, CustomStringConvertible {
        let description: String

        static func document(_ id: String) -> Reference { Reference(description: "edoc:\(id)") }
        static func acceptance(_ number: String) -> Reference { Reference(description: "epayment:\(number)") }
    }

    var target: Target
    var fact: DeclarationFact
    /// What the event makes known under which reference.
    var defines: Reference?
}
