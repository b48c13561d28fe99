import Bus
import Foundation
import Store

/// The three databases of one installation.
struct Stores: Sendable {
    let outbox: SQLiteOutbox
    let ledger: SQLiteLedger
    let control: SQLiteControl

    /// Opens them, making what is missing.
    static func open(_ configuration: Configuration) async throws -> Stores {
        let folder = configuration.path(configuration.data)
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure(.unreachable, "data folder \(folder) cannot be made: \(error.localizedDescription)")
        }
        return try await open(folder, partitioning: partitioning(configuration))
    }

    /// Opens those of an installation that ran before.
    /// - Throws: 69 when there are none.
    static func openExisting(_ configuration: Configuration) async throws -> Stores {
        let folder = configuration.path(configuration.data)
        guard FileManager.default.fileExists(atPath: folder + "/ledger.sqlite") else {
            throw CommandFailure(
                .unreachable, "there are no stores in \(folder): is this the configuration that `lienthong up` runs with?")
        }
        return try await open(folder, partitioning: partitioning(configuration))
    }

    private static func open(_ folder: String, partitioning: Partitioning) async throws(StoreError) -> Stores {
        Stores(
            outbox: try await SQLiteOutbox(path: folder + "/outbox.sqlite", partitioning: partitioning),
            ledger: try await SQLiteLedger(path: folder + "/ledger.sqlite", partitioning: partitioning),
            control: try await SQLiteControl(path: folder + "/control.sqlite"))
    }

    static func partitioning(_ configuration: Configuration) throws(CommandFailure) -> Partitioning {
        guard let partitioning = Partitioning(count: configuration.partitions) else {
            throw CommandFailure(.badInput, "partitions must be from 1 to 64")
        }
        return partitioning
    }

    func close() async {
        // Everything is committed already; closing only tidies up, and its failure loses nothing.
        try? await outbox.close()
        try? await ledger.close()
        try? await control.close()
    }
}
