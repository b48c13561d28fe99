public import Bus
public import JSON

/// A typed payload: the `data` of one event type.
public protocol EventPayload: Sendable, Hashable {
    static var type: EventType { get }
    init(json: JSONValue) throws(PayloadError)
    /// Members in a fixed order; absent optionals are left out.
    var json: JSONValue { get }
}

/// A payload member that is missing or not what the event type says.
public struct PayloadError: Error, Sendable, Hashable, CustomStringConvertible {
    public let type: String
    public let member: String
    public let problem: String

    public init(type: String, member: String, problem: String) {
        self.type = type
        self.member = member
        self.problem = problem
    }

    public var description: String { "payload of \(type): \(member) \(problem)" }
}
