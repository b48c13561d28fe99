import Store

/// A declaration's state where it can be changed and read part by part: as a value it is two dozen references, and each
/// event would copy all of them several times. Used by one transaction, or one view, only.
final class OpenDeclaration {
    /// Unchecked, because the checks at run time cost 3 % of a transaction and have nothing to find: what changes the state
    /// calls nobody who could read it meanwhile.
    @exclusivity(unchecked) var state: DeclarationState

    /// What was applied to it since it was read. Bounded by the transaction's events and by what has waited for a reference.
    var applied: [AppliedEvent] = []

    init(_ state: DeclarationState) { self.state = state }
}
