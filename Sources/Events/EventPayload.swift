public import Bus
public import JSON

/// A typed payload: the `data` of one event type.
public protocol EventPayload: Sendable, Hashable {
    static var type: EventType { get }
    init(json: JSONValue) throws(PayloadError)
    /// Members in a fixed order; absent optionals are left out.
    var json: JSONValue { get }
}
