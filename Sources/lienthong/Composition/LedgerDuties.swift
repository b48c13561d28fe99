import Logging
import ServiceLifecycle

/// Runs services while this process holds the ledger's lease; stands by while another one does.
struct LedgerDuties: Service {
    let lease: LedgerLease
    let logger: Logger
    /// Made anew each time the lease is taken. They end when they are cancelled or shut down, and by nothing else.
    let services: @Sendable () -> [any Service]

    func run() async throws {
        var other: String?
        while !Task.isShuttingDownGracefully && !Task.isCancelled {
            switch lease.acquire() {
            case .held:
                if other != nil { logger.notice("this process now sends the ledger's outgoing events") }
                other = nil
                try await perform()
                continue
            case .takenFrom(let holder):
                logger.warning(
                    "this process now sends the ledger's outgoing events; the one that did does not move",
                    metadata: ["holder": "\(holder)"])
                other = nil
                try await perform()
                continue
            case .heldBy(let holder):
                if other != holder { logger.notice("standing by; another process sends", metadata: ["holder": "\(holder)"]) }
                other = holder
            case .failed(let reason):
                logger.error("the ledger's lease cannot be taken", metadata: ["reason": "\(reason)"])
            }
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: LedgerLease.interval, clock: .continuous) }
        }
    }

    /// Until the lease is lost, or until the services have ended on shutdown.
    private func perform() async throws {
        defer { lease.release() }
        let services = services()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for service in services {
                group.addTask {
                    try await service.run()
                    return true
                }
            }
            group.addTask {
                await beat()
                return false
            }
            var left = services.count
            while left > 0, let isService = try await group.next() {
                if isService { left -= 1 } else { group.cancelAll() }
            }
            group.cancelAll()
        }
        if !lease.isHeld { logger.notice("another process has taken over the ledger's outgoing events; standing by") }
    }

    /// Returns when the lease is lost, or when the task is cancelled. Goes on during a shutdown: the services still send.
    private func beat() async {
        while lease.renew() {
            guard (try? await Task.sleep(for: LedgerLease.interval, clock: .continuous)) != nil else { return }
        }
    }
}
