import Synchronization

/// The state of a publisher for whoever looks at it from outside.
final class PublisherStatus: Sendable {
    private let state = Mutex(PublisherState())

    var current: PublisherState { state.withLock { $0 } }

    func update(_ change: (inout PublisherState) -> Void) { state.withLock { change(&$0) } }
}
