public import Bus

/// What the account has to know of an accepted event.
public struct OutboxEntry: Sendable, Hashable {
    /// Its place in its outbox.
    public var position: Int64
    public var id: String
    public var system: String
    public var route: OutboxRoute
    public var sent: Bool
    public var routingKey: String
    /// Its partition key.
    public var key: String
    /// When it was accepted.
    public var recorded: Timestamp

    public init(
        position: Int64, id: String, system: String, route: OutboxRoute, sent: Bool, routingKey: String, key: String,
        recorded: Timestamp
    ) {
        self.position = position
        self.id = id
        self.system = system
        self.route = route
        self.sent = sent
        self.routingKey = routingKey
        self.key = key
        self.recorded = recorded
    }
}

extension OutboxEntry {
    /// How the inboxes of its consumers know it.
    public var inboxEntry: InboxEntry { InboxEntry(id: id, key: key) }
}

extension OutboxStore {
    /// Visits everything accepted between two times of recording, page by page, so that memory does not grow with history.
    /// What is accepted meanwhile may be seen or not.
    public func forEachPageOfAccepted(
        from: Timestamp? = nil, until: Timestamp? = nil, limit: Int = 1000,
        _ visit: ([OutboxEntry]) async throws(StoreError) -> Void
    ) async throws(StoreError) {
        var last: Int64 = 0
        while true {
            let page = try await accepted(from: from, until: until, after: last, limit: limit)
            if !page.isEmpty { try await visit(page) }
            guard page.count == limit, let end = page.last else { return }
            last = end.position
        }
    }
}
