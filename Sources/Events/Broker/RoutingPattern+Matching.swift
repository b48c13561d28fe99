extension RoutingPattern {
    /// Whether the broker would route a message with this key by a binding of this pattern.
    public func matches(_ routingKey: String) -> Bool {
        let words = routingKey.split(separator: ".", omittingEmptySubsequences: false)
        guard words.count == 3 else { return false }
        return zip([system, entity, partition], words).allSatisfy { pattern, word in pattern == "*" || pattern == word }
    }
}
