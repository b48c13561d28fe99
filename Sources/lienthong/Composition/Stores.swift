import Bus
import Foundation
import Store

/// The databases of one installation: for the control role, for a process with all roles, and for commands that look.
struct Stores: Sendable {
    /// Of the gateway that has this configuration.
    let outbox: SQLiteOutbox
    /// Of all gateways of the folder, that one's too.
    let outboxes: Outboxes
    let ledger: SQLiteLedger
    let control: SQLiteControl

    /// Opens those of an installation that ran before.
    /// - Throws: 69 when there are none.
    static func openExisting(_ configuration: Configuration) async throws -> Stores {
        let folder = configuration.path(configuration.data)
        guard ["ledger.sqlite", "control.sqlite"].contains(where: { FileManager.default.fileExists(atPath: folder + "/" + $0) })
        else {
            throw CommandFailure(
                .unreachable, "there are no stores in \(folder): is this the configuration that `lienthong up` runs with?")
        }
        return try await open(configuration)
    }

    /// Opens them, making what is missing.
    /// - Parameter preparing: done first, while no other process opens anything.
    static func open(_ configuration: Configuration, preparing: () throws -> Void = {}) async throws -> Stores {
        try await OpeningLock.hold(configuration) {
            try preparing()
            let outbox = try await outbox(configuration)
            return Stores(
                outbox: outbox,
                outboxes: Outboxes(
                    folder: configuration.path(configuration.data), partitioning: try partitioning(configuration),
                    own: [configuration.outbox: outbox]),
                ledger: try await ledger(configuration), control: try await control(configuration))
        }
    }

    // MARK: One by one, under the opening lock

    static func ledger(_ configuration: Configuration) async throws -> SQLiteLedger {
        try await SQLiteLedger(
            path: configuration.path(configuration.data) + "/ledger.sqlite", partitioning: partitioning(configuration))
    }

    static func control(_ configuration: Configuration) async throws -> SQLiteControl {
        try await SQLiteControl(path: configuration.path(configuration.data) + "/control.sqlite")
    }

    /// The outbox of the gateway that has this configuration.
    static func outbox(_ configuration: Configuration) async throws -> SQLiteOutbox {
        try await SQLiteOutbox(
            path: configuration.path(configuration.data) + "/" + configuration.outbox,
            partitioning: partitioning(configuration))
    }

    static func partitioning(_ configuration: Configuration) throws(CommandFailure) -> Partitioning {
        guard let partitioning = Partitioning(count: configuration.partitions) else {
            throw CommandFailure(.badInput, "partitions must be from 1 to 64")
        }
        return partitioning
    }

    func close() async {
        // Everything is committed already; closing only tidies up, and its failure loses nothing.
        await outboxes.close()
        try? await ledger.close()
        try? await control.close()
    }
}
