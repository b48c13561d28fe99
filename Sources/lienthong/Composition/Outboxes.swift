import Bus
import Foundation
import Store
import Synchronization

/// The outboxes of all gateways that share a data folder, as one for those who count and mend.
///
/// A gateway may be added at any time: the folder is read again at each use.
final class Outboxes: Sendable {
    private let folder: String
    private let partitioning: Partitioning
    /// By file name; a handful.
    private let open: Mutex<[String: SQLiteOutbox]>

    /// - Parameter own: those that this process has open already.
    init(folder: String, partitioning: Partitioning, own: [String: SQLiteOutbox] = [:]) {
        self.folder = folder
        self.partitioning = partitioning
        open = Mutex(own)
    }

    /// `outbox.sqlite`, `outbox-2.sqlite`: what a gateway's outbox may be called.
    static func isName(_ file: String) -> Bool {
        guard file.hasPrefix("outbox"), file.hasSuffix(".sqlite") else { return false }
        return file.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
            default: false
            }
        }
    }

    /// In the order of their names.
    private func all() async throws(StoreError) -> [SQLiteOutbox] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder).filter(Self.isName).sorted()
        } catch {
            throw StoreError(.unavailable, "data folder \(folder) cannot be read: \(error.localizedDescription)")
        }
        var outboxes: [SQLiteOutbox] = []
        for name in names {
            if let known = open.withLock({ $0[name] }) {
                outboxes.append(known)
                continue
            }
            let opened = try await SQLiteOutbox(path: folder + "/" + name, partitioning: partitioning)
            // Two callers may open the same at once; the first one's stays.
            let (kept, isOther) = open.withLock { open in
                if let first = open[name] { return (first, true) }
                open[name] = opened
                return (opened, false)
            }
            if isOther { try await opened.close() }
            outboxes.append(kept)
        }
        return outboxes
    }

    /// Visits everything accepted between two times of recording, page by page. An event that several gateways have accepted
    /// is visited once.
    func forEachPageOfAccepted(
        from: Timestamp? = nil, until: Timestamp? = nil, _ visit: ([OutboxEntry]) async throws(StoreError) -> Void
    ) async throws(StoreError) {
        var earlier: [SQLiteOutbox] = []
        for outbox in try await all() {
            try await outbox.forEachPageOfAccepted(from: from, until: until) { page throws(StoreError) in
                var page = page
                for other in earlier {
                    let known = Set(try await other.events(ids: page.map(\.id)).map(\.event.id))
                    page.removeAll { known.contains($0.id) }
                }
                if !page.isEmpty { try await visit(page) }
            }
            earlier.append(outbox)
        }
    }

    func refusedCounts(from: Timestamp?, until: Timestamp?) async throws(StoreError) -> [String: Int] {
        var counts: [String: Int] = [:]
        for outbox in try await all() {
            counts.merge(try await outbox.refusedCounts(from: from, until: until)) { $0 + $1 }
        }
        return counts
    }

    /// - Returns: how many rows are to be sent again.
    func resend(eventIDs: [String]) async throws(StoreError) -> Int {
        var count = 0
        for outbox in try await all() { count += try await outbox.resend(eventIDs: eventIDs) }
        return count
    }

    /// Everything is committed already; closing only tidies up, and its failure loses nothing.
    func close() async {
        for outbox in open.withLock({ Array($0.values) }) { try? await outbox.close() }
    }
}
