import HummingbirdCore
import Logging

/// Bounds the connections of a gateway, and says so once when senders begin to wait: a door that is full must not look like
/// one that is broken.
struct ConnectionLimit: AvailableConnectionsDelegate {
    private let limit: Int
    private let logger: Logger
    private var count = 0

    init(_ limit: Int, logger: Logger) {
        self.limit = limit
        self.logger = logger
    }

    mutating func connectionOpened() {
        count += 1
        guard count == limit else { return }
        logger.warning(
            "all connections of the gateway are taken; further senders wait until one is closed",
            metadata: ["maximumConnections": "\(limit)"])
    }

    mutating func connectionClosed() { count -= 1 }

    func isAcceptingNewConnections() -> Bool { count < limit }
}
