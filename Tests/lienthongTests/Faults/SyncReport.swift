import Foundation

/// What `FaultShim` says of the syncs of a ledger's log.
struct SyncReport: Sendable {
    var failures = 0
    /// Bytes of the log that are known to be on disk.
    var synced: Int64 = 0

    /// - Parameter path: of a report; nothing is said as long as it is not there.
    init(_ path: String) {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        for line in text.split(separator: "\n") {
            if line == "failed" { failures += 1 }
            if line.hasPrefix("synced "), failures == 0 { synced = Int64(line.dropFirst(7)) ?? synced }
        }
    }

    /// Takes from the log what no sync has brought to the disk, as a power cut would. Only when every sync from the first
    /// failure on has failed, and when nobody has the ledger open.
    func lose(from ledger: String) throws {
        let log = ledger + "-wal"
        guard failures > 0, FileManager.default.fileExists(atPath: log) else { return }
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
        defer { try? handle.close() }
        if try handle.seekToEnd() > UInt64(synced) { try handle.truncate(atOffset: UInt64(synced)) }
    }
}
