import Events

/// What follows from the facts of a declaration.
struct DeclarationSummary: Sendable, Hashable {
    var status: DeclarationStatus
    var lane: Lane?
    /// Office code as the systems say it.
    var office: String?
    /// The code in force for it at the business time of the latest fact.
    var officeInForce: String?
    /// nil while no system has said what is due.
    var assessed: Amount?
    var paid: Amount
    var credited: Amount
    /// Those that hold now, with figures for people.
    var conflicts: [DeclarationConflict: String]
}
