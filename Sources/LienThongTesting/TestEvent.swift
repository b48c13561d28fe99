public import Bus
public import Events
public import JSON

/// An event to give to a consumer under test.
///
/// Two with the same contents have the same id, so that the second is a duplicate, as when a system hands a message over
/// again; `id(_:)` tells them apart.
public struct TestEvent: Sendable, Hashable {
    private let type: EventType
    private let data: JSONValue
    private let key: String
    private let subject: String?
    private var ownID: String?
    private var ownTime: Timestamp?

    /// An event with this payload. Its key is that of the payload's declaration, or `key` for a payload that names none.
    public init(_ payload: some EventPayload, key: String? = nil) {
        self.init(type: Swift.type(of: payload).type, data: payload.json, key: key)
    }

    /// An event with any data, also data that its type does not allow.
    public init(type: EventType, data: JSONValue, key: String? = nil) {
        self.type = type
        self.data = data
        subject = data["declaration"]?.string
        self.key = key ?? subject.flatMap { DeclarationNumber($0)?.key } ?? "test"
    }

    /// The same event under an id of its own.
    public func id(_ id: String) -> TestEvent {
        var event = self
        event.ownID = id
        return event
    }

    /// The same event with a business time of its own; otherwise it is that of the test's clock.
    public func at(_ time: Timestamp) -> TestEvent {
        var event = self
        event.ownTime = time
        return event
    }

    /// What a gateway would have accepted.
    func draft(now: Timestamp) -> EventDraft {
        let content = CRC32.checksum(Array(type.rawValue.utf8) + Array(key.utf8) + data.bytes)
        return EventDraft(
            id: ownID ?? "test:\(type.rawValue):\(key):\(String(content, radix: 16))", source: "/vn/customs/\(type.system)",
            type: type, subject: subject, time: ownTime ?? now, partitionKey: key, data: data)
    }
}
