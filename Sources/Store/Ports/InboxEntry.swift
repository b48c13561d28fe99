public import Bus

/// An event as an inbox knows it. Inboxes are kept by partition key, so that what belongs together lies together; an event of
/// the same id and another key is another event.
public struct InboxEntry: Sendable, Hashable {
    /// The event's id; `undecodable:<sha-256>` when it has none that can be read.
    public var id: String
    /// Its partition key; its own id when that cannot be read.
    public var key: String

    public init(id: String, key: String) {
        self.id = id
        self.key = key
    }

    /// Of the id alone: hardly two of one id differ in their key.
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

extension Event {
    /// How the inboxes of its consumers know it.
    public var inboxEntry: InboxEntry { InboxEntry(id: id, key: partitionKey) }
}
