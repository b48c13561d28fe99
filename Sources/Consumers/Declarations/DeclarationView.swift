public import JSON
public import Store

/// One declaration for people and machines: where it stands, what was paid, and the events that led there.
public struct DeclarationView: Sendable, Hashable {
    let number: String
    let summary: DeclarationSummary
    let events: [AppliedEvent]

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
        let summary = state.published ?? DeclarationAssessor(state, codes: NoCatalogs()).summary()
        return DeclarationView(
            number: state.number, summary: summary, events: try await ledger.history(of: key))
    }

    /// The first 11 digits of an 11- or 12-digit number; nil for anything else.
    public static func key(of number: String) -> String? {
        guard (11...12).contains(number.utf8.count), number.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return String(number.prefix(11))
    }

    /// `{"number","status","lane","office","officeInForce","assessed","paid","credited","conflicts","events"}`; what is
    /// not known is null, amounts are strings.
    public var json: JSONValue {
        [
            "number": .string(number), "status": .string(summary.status.rawValue),
            "lane": Self.optional(summary.lane?.rawValue), "office": Self.optional(summary.office),
            "officeInForce": Self.optional(summary.officeInForce),
            "assessed": Self.optional(summary.assessed?.description), "paid": .string(summary.paid.description),
            "credited": .string(summary.credited.description),
            "conflicts": .array(
                conflicts.map { ["conflict": .string($0.key.rawValue), "detail": .string($0.value)] }),
            "events": .array(
                events.map { event in
                    [
                        "id": .string(event.id), "type": .string(event.type),
                        "time": .string(event.time.description), "source": .string(event.source),
                    ]
                }),
        ]
    }

    /// For a terminal, in lines that end with a newline.
    public var text: String {
        let unknown = "-"
        var office = summary.office ?? unknown
        if let inForce = summary.officeInForce, inForce != summary.office { office += " (in force: \(inForce))" }
        var lines = [
            "Declaration  \(number)",
            "Status       \(summary.status.rawValue)",
            "Lane         \(summary.lane?.rawValue ?? unknown)",
            "Office       \(office)",
            "Assessed     \(summary.assessed?.description ?? unknown)",
            "Paid         \(summary.paid)",
            "Credited     \(summary.credited)",
        ]
        lines += conflicts.map { "Conflict     \($0.key.rawValue): \($0.value)" }
        lines.append("Events       \(events.count)")
        lines += events.map { "  \($0.time)  \($0.type)  \($0.id)" }
        return lines.joined(separator: "\n") + "\n"
    }

    private var conflicts: [(key: DeclarationConflict, value: String)] {
        summary.conflicts.sorted { $0.key.rawValue < $1.key.rawValue }
    }

    private static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
}
