internal import JSON

/// A policy, or an operator policy, of a virtual host.
struct PolicySnapshot {
    let name: String
    let isOperator: Bool
    let pattern: String
    /// `queues`, `exchanges`, `all`; from 3.12 on also `classic_queues`, `quorum_queues`, `streams`.
    let appliesTo: String
    let priority: Int64
    let definition: [(key: String, value: JSONValue)]

    init?(_ json: JSONValue, name: String?, isOperator: Bool) {
        guard let name, let pattern = json["pattern"]?.string, let settings = json["definition"] else { return nil }
        self.name = name
        self.isOperator = isOperator
        self.pattern = pattern
        appliesTo = json["apply-to"]?.string ?? "all"
        priority = json["priority"]?.integer ?? 0
        definition = Self.settings(settings)
    }

    /// An object; of operator policies RabbitMQ 3.10 exports an array of pairs instead.
    private static func settings(_ json: JSONValue) -> [(key: String, value: JSONValue)] {
        if let members = json.object?.members { return members.map { ($0.key, $0.value) } }
        return (json.array ?? []).compactMap { pair in
            guard let pair = pair.array, pair.count == 2, let key = pair[0].string else { return nil }
            return (key, pair[1])
        }
    }

    var description: String { isOperator ? "operator policy \(name)" : "policy \(name)" }

    /// A pattern that is no expression here counts as matching: better looked at once too often.
    func matches(_ object: String, as kinds: Set<String>) -> Bool {
        guard kinds.contains(appliesTo) else { return false }
        guard let expression = try? Regex(pattern) else { return true }
        return (try? expression.firstMatch(in: object)) != nil
    }

    /// Of those that match, the one of the highest priority is in force; among equals the broker takes any, so all are given.
    static func inForce(_ policies: [PolicySnapshot], on object: String, as kinds: Set<String>) -> [PolicySnapshot] {
        [false, true].flatMap { isOperator in
            let matching = policies.filter { $0.isOperator == isOperator && $0.matches(object, as: kinds) }
            let highest = matching.map(\.priority).max()
            return matching.filter { $0.priority == highest }
        }
    }
}
