import Consumers
import Logging
import ServiceLifecycle
import Store

/// Keeps this process in step with what operators decide: receivers and catalogs, and its receipt for the catalogs.
struct BoardService: Service {
    let node: AllRoles

    func run() async {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                let logger = node.logger
                group.addTask {
                    await node.receivers.follow(node.control.wakeUps()) { error in
                        logger.error("receivers could not be read again", metadata: ["reason": "\(error)"])
                    }
                }
                group.addTask {
                    await node.catalogs.follow(node.control.wakeUps()) { error in
                        logger.error("catalogs could not be read again", metadata: ["reason": "\(error)"])
                    }
                }
                group.addTask {
                    // The pool takes the catalogs anew for each transaction, so one that is in place is in force.
                    for await snapshot in node.catalogs.changes() {
                        do {
                            try await node.catalogs.confirm(snapshot.version, process: node.configuration.process)
                        } catch {
                            logger.error("catalog receipt could not be written", metadata: ["reason": "\(error)"])
                        }
                    }
                }
                await group.waitForAll()
            }
        }
    }
}
