import Store
import Synchronization

@testable import Consumers

/// Gathers records that a ledger visits.
final class Collected: Sendable {
    private let records = Mutex<[DeclarationRecord]>([])

    func add(_ record: DeclarationRecord) { records.withLock { $0.append(record) } }

    func states() throws -> [String: DeclarationState] {
        var states: [String: DeclarationState] = [:]
        for record in records.withLock({ $0 }) { states[record.key] = try DeclarationState(encoded: record.state) }
        return states
    }
}
