/// A value in a test's event that no event could carry.
public struct TestEventError: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
