internal import JSON

/// What a policy's settings do to a queue or an exchange of ours.
///
/// A queue's own arguments come before a policy, except for limits, of which the lower one counts. So a policy can change
/// only what the declaration leaves open, and limits downwards.
enum PolicyRules {
    /// What is wrong with the setting for this queue; nil when it changes nothing that matters.
    static func problem(_ key: String, _ value: JSONValue, on queue: QueueDeclaration) -> String? {
        let shown = value.string ?? value.integer.map(String.init) ?? "set"
        if key.hasPrefix("ha-") { return "\(key) is classic mirroring, which RabbitMQ 4 has removed" }
        switch queue.kind {
        case .quorum: return quorum(key, value, shown, on: queue)
        // How long a stream keeps its messages is for operators to decide.
        case .stream: return nil
        }
    }

    private static func quorum(_ key: String, _ value: JSONValue, _ shown: String, on queue: QueueDeclaration) -> String? {
        let declared = queue.arguments["x-" + key]?.json
        switch key {
        case "message-ttl": return "message-ttl \(shown) ms: messages that wait longer are dropped or dead-lettered"
        case "expires": return "expires \(shown) ms: the broker deletes the queue when nobody uses it"
        case "max-length", "max-length-bytes", "delivery-limit":
            guard let limit = declared?.integer else { return "\(key) \(shown): the topology has no such limit" }
            guard let number = value.integer, number >= limit else { return "\(key) \(shown) instead of \(limit)" }
            return nil
        case "dead-letter-exchange", "dead-letter-routing-key", "dead-letter-strategy", "overflow":
            return declared == nil ? "\(key) \(shown): the topology has none" : nil
        default: return nil
        }
    }

    static func problem(_ key: String, _ value: JSONValue, onExchange name: String) -> String? {
        guard key == "alternate-exchange" else { return nil }
        return "alternate-exchange \(value.string ?? "set"): what nobody is bound for is confirmed instead of returned"
    }
}
