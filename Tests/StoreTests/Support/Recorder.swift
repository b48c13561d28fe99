import Synchronization

/// Collects what a `@Sendable` closure saw, in order.
final class Recorder: Sendable {
    private let seen = Mutex<[String]>([])

    func add(_ value: String) { seen.withLock { $0.append(value) } }

    var values: [String] { seen.withLock { $0 } }
}
