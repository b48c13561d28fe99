import Bus
import GRDB

/// The pool's inbox within one transaction.
///
/// An event that was applied to the declaration of its key stands in that declaration's history, in a row that is read and
/// written for it anyway. So it is looked for there, and only what has come into no history of its key by the end of the
/// transaction (what waits for a reference, what is parked, what says nothing) gets a row among the inboxes.
struct DeclarationInbox {
    private enum Kept {
        case record(DeclarationRecord?)
        case handedOut
    }

    private struct Key {
        var kept: Kept
        /// The declaration's history as it was read; see `AppliedLines`.
        let lines: [UInt8]
        /// Whether events of this key have rows among the inboxes.
        let hasRows: Bool
    }

    /// Bounded by the keys of the transaction's events.
    private var keys: [String: Key] = [:]
    /// Events of this transaction that are in no history yet. Bounded as the transaction is.
    private var entered: Set<InboxEntry> = []
    /// How many events have been entered, for `LedgerTransaction.changeCount`.
    private(set) var count = 0

    /// - Returns: false when it is known already.
    mutating func enter(_ entry: InboxEntry, _ writer: LedgerWriter, _ db: Database) throws -> Bool {
        let number = try writer.number(of: DeclarationRecord.consumer, db)
        let key = try opened(entry.key, number, db)
        if try AppliedLines.contain(entry.id, in: key.lines) { return false }
        if key.hasRows, try LedgerReader.isEntered(db, entry, number) { return false }
        if try writer.hasUnkeyed(db), try LedgerReader.isEnteredUnkeyed(db, entry.id, number) { return false }
        guard entered.insert(entry).inserted else { return false }
        count += 1
        return true
    }

    /// The declaration when it was read already. Handed out once: whoever asks again has to read it anew.
    mutating func takeRecord(_ key: String) -> DeclarationRecord?? {
        guard case .record(let record)? = keys[key]?.kept else { return nil }
        keys[key]?.kept = .handedOut
        return .some(record)
    }

    /// What stands in the history of its key from now on.
    mutating func applied(_ events: [AppliedEvent], to key: String) {
        keys[key] = nil
        guard !entered.isEmpty else { return }
        for event in events { entered.remove(InboxEntry(id: event.id, key: key)) }
    }

    /// Gives a row to what has come into no history. Called once, at the transaction's end.
    func finish(_ writer: LedgerWriter, _ db: Database) throws {
        guard !entered.isEmpty else { return }
        let number = try writer.number(of: DeclarationRecord.consumer, db)
        for entry in entered.sorted(by: { ($0.key, $0.id) < ($1.key, $1.id) }) {
            _ = try LedgerTables.enter(entry, number, db)
        }
    }

    private mutating func opened(_ key: String, _ number: Int64, _ db: Database) throws -> Key {
        if let known = keys[key] { return known }
        let opened = try db.first(
            """
            SELECT d.status, d.state, d.history, EXISTS (SELECT 1 FROM inbox WHERE consumer = ? AND key = ?), d.key IS NULL
            FROM (SELECT 1) LEFT JOIN declaration d ON d.key = ?
            """, .integer(number), .text(key), .text(key)
        ) { row in
            let record = row.integer(4) == 0 ? DeclarationRecord(key: key, status: row.text(0), state: row.blob(1)) : nil
            return Key(kept: .record(record), lines: row.blob(2), hasRows: row.integer(3) != 0)
        }
        let made = opened ?? Key(kept: .record(nil), lines: [], hasRows: true)
        keys[key] = made
        return made
    }
}
