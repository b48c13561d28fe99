/// Who may do what on the broker, one row a user.
public struct PermissionMatrix: Sendable, Hashable {
    /// Each name once.
    public var users: [BrokerUser]

    public init(users: [BrokerUser]) { self.users = users }

    public subscript(name: String) -> BrokerUser? { users.first { $0.name == name } }
}
