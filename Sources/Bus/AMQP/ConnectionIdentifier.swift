import Synchronization

/// Numbers for the connections of this process.
enum ConnectionIdentifier {
    private static let counter = Atomic<UInt64>(0)

    static func next() -> UInt64 { counter.add(1, ordering: .relaxed).newValue }
}
