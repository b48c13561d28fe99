/// A payload member that is missing or not what the event type says.
public struct PayloadError: Error, Sendable, Hashable, CustomStringConvertible {
    public let type: String
    /// Its path within the data: `lines[2].subItem`.
    public let member: String
    public let problem: String

    public init(type: String, member: String, problem: String) {
        self.type = type
        self.member = member
        self.problem = problem
    }

    public var description: String { "payload of \(type): \(member) \(problem)" }
}
