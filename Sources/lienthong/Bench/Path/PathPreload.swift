import Bus
import Consumers
import Foundation
import Store

/// Gives a ledger a past: inbox rows, histories and records of declarations that nothing speaks of any more. Through the
/// store's own transactions, so that it is what the store would have made of so many events.
struct PathPreload: Sendable {
    let ledger: SQLiteLedger
    let events: Int

    /// What a declaration has on average.
    private static let eventsPerDeclaration = 9
    private static let declarationsPerTransaction = 250
    /// About as long as a state is.
    private static let state = Array(
        #"{"note":""#.utf8) + [UInt8](repeating: UInt8(ascii: "x"), count: 600) + Array(#""}"#.utf8)

    func run() async throws -> PathMeasurement {
        let meter = PathMeter(BrokerCPU(pid: nil))
        let step = Self.eventsPerDeclaration * Self.declarationsPerTransaction
        var progress = Progress(total: (events + step - 1) / step, label: "transactions of the ledger's past")
        for first in stride(from: 0, to: events, by: step) {
            let range = first..<min(first + step, events)
            try await ledger.transact { transaction in try Self.write(range, in: transaction) }
            progress.advance()
            try Task.checkCancellation()
        }
        progress.finish()
        var measurement = meter.finish()
        measurement.events = events
        return measurement
    }

    private static func write(_ range: Range<Int>, in transaction: any LedgerTransaction) throws {
        let consumer = DeclarationConsumer().name
        for number in range {
            // The simulator's declarations begin with 1 or 3.
            let key = "9" + digits(number / eventsPerDeclaration, 10)
            let id = "bench-past-" + digits(number, 10)
            guard try transaction.enter(id, inboxOf: consumer) else { continue }
            let time = Timestamp(milliseconds: 1_700_000_000_000 + Int64(number))
            try transaction.record(
                AppliedEvent(
                    id: id, type: "vn.customs.vnaccs.declaration.registered.v1", time: time, source: "/vn/customs/vnaccs"),
                of: key)
            guard number % eventsPerDeclaration == 0 else { continue }
            try transaction.save(DeclarationRecord(key: key, status: "cleared", state: state))
        }
    }

    private static func digits(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
}
