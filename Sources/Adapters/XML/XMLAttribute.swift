/// An attribute as written; namespace declarations are attributes too.
public struct XMLAttribute: Sendable, Hashable {
    /// Local name, without a prefix.
    public var name: String
    public var prefix: String?
    /// References resolved, line ends and tabs as spaces.
    public var value: String

    public init(name: String, prefix: String? = nil, value: String) {
        self.name = name
        self.prefix = prefix
        self.value = value
    }
}
