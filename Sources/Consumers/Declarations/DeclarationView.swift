public import Store

/// One declaration for people and machines: where it stands, its money piece by piece, and the events that led there.
public struct DeclarationView: Sendable, Hashable {
    let state: DeclarationState
    let summary: DeclarationSummary
    /// By business time, then id.
    let events: [AppliedEvent]

    var number: String { state.number }

    /// - Parameter number: 12 digits, or the 11 that name the declaration whatever its version.
    /// - Returns: nil when the text is neither, or no event has named the declaration.
    /// - Throws: `StoreError`; `corrupt` when the record cannot be read.
    public static func load(_ number: String, from ledger: any Ledger) async throws(StoreError) -> DeclarationView? {
        guard let key = key(of: number), let record = try await ledger.declaration(key) else { return nil }
        let state: DeclarationState
        do {
            state = try DeclarationState(encoded: record.state)
        } catch {
            throw StoreError(.corrupt, "record of a declaration: \(error)", cause: error)
        }
        let summary = state.published ?? DeclarationAssessor(OpenDeclaration(state), codes: NoCatalogs()).summary()
        return DeclarationView(state: state, summary: summary, events: try await ledger.history(of: key))
    }

    /// The first 11 digits of an 11- or 12-digit number; nil for anything else.
    public static func key(of number: String) -> String? {
        guard (11...12).contains(number.utf8.count), number.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return String(number.prefix(11))
    }

    /// Conflicts that hold now, by name.
    var conflicts: [(key: DeclarationConflict, value: String)] {
        summary.conflicts.sorted { $0.key.rawValue < $1.key.rawValue }
    }
}
