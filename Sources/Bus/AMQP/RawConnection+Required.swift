extension RawConnection {
    /// Starts confirms on a node that knows all these queues.
    ///
    /// RabbitMQ with Mnesia (always up to 3.13, by choice up to 4.2) opens its ports at a start before it can route to its
    /// streams, up to a second before. Meanwhile a message of an exchange goes to the other queues alone and is confirmed, and
    /// the stream never gets it. Once it knows a queue the node keeps knowing it for as long as it runs, so asking once for
    /// each link is enough.
    /// - Throws: `notFound`, to be tried again, when the node does not know one of them.
    mutating func selectConfirms(requiring queues: [String]) throws(BusError) {
        do {
            for queue in queues { try require(queue) }
            try selectConfirms()
        } catch {
            switch error.replyCode {
            case 404:
                throw BusError(
                    .notFound, "nothing is published before the node has all queues: \(error.reason)", replyCode: 404,
                    isRetryable: true)
            case 403:
                // From 4.2.7 on only a user with some right on the queue may ask. Who has none publishes as before: those
                // brokers seldom have Mnesia.
                try acceptChannelClose()
                try openChannel()
                try selectConfirms()
            default: throw error
            }
        }
    }
}
