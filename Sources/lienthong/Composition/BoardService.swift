import Consumers
import Logging
import ServiceLifecycle
import Store

/// Keeps this process in step with what operators decide: receivers and catalogs, and its receipt for the catalogs.
struct BoardService: Service {
    let node: Node
    /// Whether this process looks codes up, and so has to give receipts for the catalogs.
    let followsCatalogs: Bool

    func run() async {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                let logger = node.logger
                group.addTask { await node.watchControl() }
                group.addTask {
                    await node.receivers.follow(node.control.wakeUps()) { error in
                        logger.error("receivers could not be read again", metadata: ["reason": "\(error)"])
                    }
                }
                if followsCatalogs {
                    group.addTask {
                        await node.catalogs.follow(node.control.wakeUps()) { error in
                            logger.error("catalogs could not be read again", metadata: ["reason": "\(error)"])
                        }
                    }
                    group.addTask { await confirmCatalogs() }
                }
                await group.waitForAll()
            }
        }
    }

    /// The pool takes the catalogs anew for each transaction, so one that is in place is in force.
    private func confirmCatalogs() async {
        for await snapshot in node.catalogs.changes() {
            do {
                try await node.catalogs.confirm(snapshot.version, process: node.configuration.process)
            } catch {
                node.logger.error("catalog receipt could not be written", metadata: ["reason": "\(error)"])
            }
        }
    }
}
