/// What the ledger knows of one declaration.
struct LedgerState: Sendable, Equatable {
    /// JSON.
    var state: String
    /// Ids of the applied events, by business time.
    var events: [String]
}
