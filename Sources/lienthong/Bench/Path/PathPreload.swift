import Bus
import Consumers
import Foundation
import Store

/// Gives a ledger a past of many events.
///
/// The pool itself applies the events of a thousand simulated declarations to a ledger in memory; what it writes there is then
/// written again and again for other declarations, through the store's own transactions. So inbox, histories, records, what
/// waits for references and outcomes are in the shapes and in the order that the pool would have made of so many events: ids
/// of three systems rise, those of the payment gateway are random. The outcomes are marked as sent.
struct PathPreload: Sendable {
    let stores: Stores
    /// At least; the last copy is written to its end.
    let events: Int
    /// Of the measured traffic; the past has the one before, so that its declarations have lower numbers.
    let seed: UInt64
    /// The ledger's file, to tell how large it gets.
    let file: String

    /// A thousand declarations, some 9,000 events, are one transaction.
    private static let blocks = 4

    func run() async throws -> PathMeasurement {
        let template = PastTemplate(seed: seed &- 1, blocks: Self.blocks)
        let writes = try await recorded(template)
        let perCopy = writes.count { if case .enter = $0 { true } else { false } }
        let copies = (events + perCopy - 1) / max(perCopy, 1)
        let (ledger, outbox) = (stores.ledger, stores.ledger.outbox)
        let meter = PathMeter(BrokerCPU(pid: nil))
        var progress = Progress(total: copies, label: "transactions of the ledger's past")
        var sent = try await outbox.highestPosition()
        for number in 0..<copies {
            let copy = PastCopy(template: template, number: number)
            try await ledger.transact { transaction in
                for write in writes { try write.perform(copy, in: transaction) }
            }
            let last = try await outbox.highestPosition()
            if last > sent { try await outbox.markSent(Array(sent + 1...last)) }
            sent = last
            progress.advance()
            try Task.checkCancellation()
        }
        progress.finish()
        var measurement = meter.finish()
        measurement.events = copies * perCopy
        measurement.outcomes = Int(sent)
        measurement.storedBytes = ["", "-wal"].reduce(0) { sum, ending in
            sum + ((try? FileManager.default.attributesOfItem(atPath: file + ending))?[.size] as? Int ?? 0)
        }
        return measurement
    }

    /// What the pool writes for the events of the template.
    private func recorded(_ template: PastTemplate) async throws -> [PastWrite] {
        let traffic = PathTraffic(seed: template.seed, declarations: PastTemplate.indexes)
        let bySystem = Dictionary(uniqueKeysWithValues: PathTraffic.codecs.map { ($0.system, $0) })
        var drafts: [EventDraft] = []
        for message in try traffic.messages(of: template.blocks) {
            guard let codec = bySystem[message.system] else { continue }
            drafts += try codec.decode(message.bytes, received: SystemClock.now()).events
        }
        try await PathPool.importOffices(into: stores)
        let catalogs = CatalogBoard(store: stores.control, now: SystemClock.now)
        try await catalogs.refresh()
        let ledger = RecordingLedger(template)
        let harness = ConsumerHarness(DeclarationConsumer(), ledger: ledger, codes: catalogs)
        try await harness.feed(drafts)
        guard try await harness.parked().isEmpty else { throw CommandFailure(.no, "events of the past would be parked") }
        return ledger.writes
    }
}
