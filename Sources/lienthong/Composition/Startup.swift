import Bus
import Logging
import Store

/// From the command line to the clean end of a process with roles.
struct Startup {
    let configuration: Configuration
    let logger: Logger

    /// - Parameter parts: what this process has to itself as long as it runs, beside its name.
    func run(_ parts: [InstallationLock.Part], _ body: () async throws -> Void) async throws {
        let lock = try InstallationLock(configuration, parts + [.process(configuration.process)])
        do {
            try await body()
        } catch let failure as CommandFailure {
            throw failure
        } catch let error as StoreError {
            throw CommandFailure(error.code == .busy ? .tryAgain : .unreachable, error.description)
        } catch let error as BusError where error.code == .invalidConfiguration {
            throw CommandFailure(.badInput, error.description)
        } catch {
            // An address that is taken, a drop folder that cannot be watched.
            throw CommandFailure(.unreachable, "\(error)")
        }
        lock.release()
        logger.notice("stopped")
    }

    /// All roles in one process.
    func up() async throws {
        try await run([.up] + gatewayParts + [.control]) {
            let stores = try await Stores.open(configuration, preparing: makeTokens)
            try await closing(stores.close) {
                let node = try Node(configuration, control: stores.control, logger: logger)
                let partitions = Array(0..<configuration.partitions)
                // Started in this order and stopped the other way: intake first, then the pool, then what is left to publish.
                let roles: [any Role] = [
                    try WorkerRole(node, ledger: stores.ledger, partitions: partitions),
                    try ControlRole(node, stores: stores), try GatewayRole(node, outbox: stores.outbox),
                ]
                try await RoleProcess(
                    node: node, roles: roles, stores: [stores.outbox, stores.ledger, stores.control]
                ).run()
            }
        }
    }

    func gateway() async throws {
        try await run(gatewayParts) {
            let (control, outbox) = try await OpeningLock.hold(configuration) {
                try makeTokens()
                return (try await Stores.control(configuration), try await Stores.outbox(configuration))
            }
            try await closing({
                try? await outbox.close()
                try? await control.close()
            }) {
                let node = try Node(configuration, control: control, logger: logger)
                try await RoleProcess(
                    node: node, roles: [try GatewayRole(node, outbox: outbox)], stores: [outbox, control]
                ).run()
            }
        }
    }

    /// - Parameter partitions: those that this worker may take.
    func worker(_ partitions: [Int]) async throws {
        try await run([]) {
            let (control, ledger) = try await OpeningLock.hold(configuration) {
                (try await Stores.control(configuration), try await Stores.ledger(configuration))
            }
            try await closing({
                try? await ledger.close()
                try? await control.close()
            }) {
                let node = try Node(configuration, control: control, logger: logger)
                try await RoleProcess(
                    node: node, roles: [try WorkerRole(node, ledger: ledger, partitions: partitions)], stores: [ledger, control]
                ).run()
            }
        }
    }

    func control() async throws {
        try await run([.control]) {
            let stores = try await Stores.open(configuration, preparing: makeTokens)
            try await closing(stores.close) {
                let node = try Node(configuration, control: stores.control, logger: logger)
                try await RoleProcess(
                    node: node, roles: [try ControlRole(node, stores: stores)],
                    stores: [stores.outbox, stores.ledger, stores.control]
                ).run()
            }
        }
    }

    private var gatewayParts: [InstallationLock.Part] {
        var parts: [InstallationLock.Part] = [.outbox(configuration.outbox)]
        if !configuration.dropFolder.isEmpty { parts.append(.dropFolder(configuration.path(configuration.dropFolder))) }
        return parts
    }

    /// Under the opening lock: two processes that make the same token at once would not agree on it.
    private func makeTokens() throws {
        for name in try TokenFolder(configuration).makeMissing() {
            logger.notice("token made", metadata: ["token": "\(name)", "folder": "\(configuration.tokens)"])
        }
    }

    /// Closing is for tidiness: everything is committed already, so its failure loses nothing.
    private func closing(_ close: () async -> Void, _ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch {
            await close()
            throw error
        }
        await close()
    }
}
