import Console
import JSON

extension AttachManagement {
    /// How long a list waits for its figures from here; it is shown without them then.
    private static let patience = Duration.seconds(3)

    /// What the broker's statistics know of all queues of the virtual host.
    ///
    /// Three requests however many queues there are, at the same time; it ends within 3 s.
    /// - Throws: `ControlFailure`, with what to do.
    func statistics() async throws -> AttachStatistics {
        let host = Self.escaped(virtualHost)
        async let queues = list("/api/queues/\(host)?columns=name,messages_unacknowledged,message_stats.ack_details.rate")
        async let consumers = list(
            "/api/consumers/\(host)?columns=queue.name,active,channel_details.connection_name,channel_details.user,"
                + "channel_details.peer_host,channel_details.peer_port")
        async let connections = list("/api/vhosts/\(host)/connections?columns=name,user_provided_name")
        return AttachStatistics(
            queues: try await queues, consumers: try await consumers, connections: try await connections)
    }

    private func list(_ path: String) async throws -> [JSONValue] {
        let reply = try await send("GET", path, within: Self.patience)
        try expect(reply, "looking at the queues and who reads them")
        guard let list = (try? JSON.parse(reply.body))?.array else {
            throw ControlFailure(exit: 69, "what answers at broker.management.url is no management API of RabbitMQ")
        }
        return list
    }
}
