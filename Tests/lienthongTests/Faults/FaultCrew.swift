import Foundation
import Synchronization
import TestSupport

/// The workers of one fault run.
final class FaultCrew: Sendable {
    private let broker: FaultBroker
    private let posts = Mutex<[FaultPost]>([])

    init(_ broker: FaultBroker) { self.broker = broker }

    var all: [FaultPost] { posts.withLock { $0 } }

    func start(_ post: FaultPost) throws {
        posts.withLock { $0.append(post) }
        try post.start()
    }

    /// Whether everybody is at work and the broker has nothing left for anybody.
    func isDrained() async throws -> Bool {
        guard all.allSatisfy(\.isReady) else { return false }
        return try await broker.left() == 0
    }

    /// Starts again whoever ends, until everything is applied and acknowledged and everybody has left in order.
    func finish() async throws {
        var haveLeft = false
        while !haveLeft {
            try await eventually("everything is applied and acknowledged", within: .seconds(180)) {
                for post in all { try await post.mend() }
                return try await isDrained()
            }
            haveLeft = true
            for post in all where try await !post.leave() { haveLeft = false }
        }
    }

    /// Ends everybody, whatever they do.
    func disband() async {
        // One that is gone already is no failure.
        for post in all { try? await post.kill() }
    }
}
