/// A ledger around another one that has transactions of its own and passes everything else on as it is.
///
/// Conformers write `transact`, which is what they are for, and whatever else they change. Each answer of `Ledger` that is
/// not theirs is the base's, with its errors; the call neither suspends nor keeps anything of its own.
package protocol ForwardingLedger: Ledger {
    /// Where everything goes that a conformer does not answer itself. Asked anew for each call.
    var base: any Ledger { get }
}

extension ForwardingLedger {
    package var outbox: any OutboxStore { base.outbox }

    package func declaration(_ key: String) async throws(StoreError) -> DeclarationRecord? {
        try await base.declaration(key)
    }

    package func history(of key: String) async throws(StoreError) -> [AppliedEvent] { try await base.history(of: key) }

    package func declarationCount(byStatus: Void) async throws(StoreError) -> [String: Int] {
        try await base.declarationCount(byStatus: byStatus)
    }

    package func forEachDeclaration(
        _ visit: @Sendable (DeclarationRecord) throws -> Void
    ) async throws(StoreError) {
        try await base.forEachDeclaration(visit)
    }

    package func value(_ key: String, of consumer: String) async throws(StoreError) -> [UInt8]? {
        try await base.value(key, of: consumer)
    }

    package func values(
        of consumer: String, prefix: String, after: String?, limit: Int
    ) async throws(StoreError) -> [ConsumerValue] {
        try await base.values(of: consumer, prefix: prefix, after: after, limit: limit)
    }

    package func processed(_ events: [InboxEntry], by consumer: String) async throws(StoreError) -> Set<String> {
        try await base.processed(events, by: consumer)
    }

    package func parked(consumer: String?, key: String?, limit: Int) async throws(StoreError) -> [ParkedEvent] {
        try await base.parked(consumer: consumer, key: key, limit: limit)
    }

    package func parkedIDs() async throws(StoreError) -> (parked: Set<String>, discarded: Set<String>) {
        try await base.parkedIDs()
    }
}
