public import JSON

/// The account's answer, as far as a cutover asks for it.
public struct AccountBalance: Sendable, Hashable {
    public var isBalanced: Bool
    /// Ids that are on one side only.
    public var differences: Int

    public init(isBalanced: Bool, differences: Int) {
        self.isBalanced = isBalanced
        self.differences = differences
    }

    public var json: JSONValue { ["balanced": .bool(isBalanced), "differences": .integer(Int64(differences))] }
}
