import Logging
import ServiceLifecycle

/// Reads a consumer's orders again whenever somebody has written to the control store.
struct ConsumerBoardService: Service {
    let board: ConsumerBoard
    let node: Node

    func run() async {
        await cancelWhenGracefulShutdown {
            for await _ in node.control.wakeUps() {
                do {
                    try await board.refresh()
                } catch {
                    node.logger.error("the consumer's orders could not be read again", metadata: ["reason": "\(error)"])
                }
            }
        }
    }
}
