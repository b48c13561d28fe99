import JSON

/// What the broker's statistics say of the queues of a virtual host, some seconds late.
struct AttachStatistics: Sendable {
    struct Queue: Sendable {
        var unacked: Int64 = 0
        /// Acknowledged messages a second.
        var rate = 0.0
        /// Clients that get messages now, each once.
        var owners: [String] = []
    }

    /// By name; a queue that is not here has been declared just now.
    private(set) var queues: [String: Queue] = [:]

    /// How much of what a client says of itself is shown.
    private static let nameLength = 80

    /// - Parameters:
    ///   - queues: as `/api/queues/VHOST` answers.
    ///   - consumers: as `/api/consumers/VHOST` answers.
    ///   - connections: as `/api/vhosts/VHOST/connections` answers.
    init(queues: [JSONValue], consumers: [JSONValue], connections: [JSONValue]) {
        var names: [String: String] = [:]
        for connection in connections {
            guard let id = connection["name"]?.string, let name = connection["user_provided_name"]?.string else { continue }
            names[id] = name
        }
        for queue in queues {
            guard let name = queue["name"]?.string else { continue }
            self.queues[name, default: Queue()].unacked = queue["messages_unacknowledged"]?.integer ?? 0
            self.queues[name]?.rate = Self.number(queue["message_stats"]?["ack_details"]?["rate"])
        }
        for consumer in consumers where consumer["active"]?.bool ?? true {
            guard let queue = consumer["queue"]?["name"]?.string, let channel = consumer["channel_details"],
                let owner = Self.owner(channel, names)
            else { continue }
            if self.queues[queue]?.owners.contains(owner) != true { self.queues[queue, default: Queue()].owners.append(owner) }
        }
    }

    /// The sum over some queues.
    func sum(_ names: [String]) -> Queue {
        var result = Queue()
        for queue in names.compactMap({ queues[$0] }) {
            result.unacked += queue.unacked
            result.rate += queue.rate
            result.owners += queue.owners.filter { !result.owners.contains($0) }
        }
        return result
    }

    /// The client's user and where it is, and the name that it gave its connection, once that is known.
    private static func owner(_ channel: JSONValue, _ names: [String: String]) -> String? {
        guard let connection = channel["connection_name"]?.string, let user = channel["user"]?.string else { return nil }
        let place =
            if let host = channel["peer_host"]?.string, let port = channel["peer_port"]?.integer { "\(host):\(port)" } else {
                connection
            }
        let owner = "\(printable(user)) at \(printable(place))"
        return names[connection].map { "\(owner) (\(printable($0)))" } ?? owner
    }

    /// Without what would break a line of a table or turn its direction.
    private static func printable(_ text: String) -> String {
        var line = ""
        for scalar in text.unicodeScalars.prefix(nameLength) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: line += "?"
            default: line.unicodeScalars.append(scalar)
            }
        }
        return line
    }

    private static func number(_ json: JSONValue?) -> Double {
        switch json {
        case .integer(let value)?: Double(value)
        case .decimal(let text)?: Double(text) ?? 0
        default: 0
        }
    }
}
