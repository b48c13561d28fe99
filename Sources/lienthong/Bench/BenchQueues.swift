import Bus

/// The queues of a bench: quorum queues without a limit, empty when the work starts, deleted after it.
///
/// Names are fixed, so that what a killed bench left behind is cleared by the next one.
struct BenchQueues: Sendable {
    private let access: BusAccess

    init(_ configuration: Configuration) { access = BusAccess(configuration, logger: Bootstrap.quiet) }

    /// Makes the queue, empty, for as long as the body takes.
    func with<Result: Sendable>(_ name: String, _ body: (String) async throws -> Result) async throws -> Result {
        let queue = "lt.bench." + name
        try await TopologyCommand.reporting {
            try await access.withTopologyClient { client throws(BusError) in
                try await client.delete(queue: queue)
                try await client.declare(QueueDeclaration(name: queue, kind: .quorum(QuorumOptions())))
            }
        }
        do {
            let result = try await body(queue)
            try await delete(queue)
            return result
        } catch {
            // The first error is the one that matters.
            try? await delete(queue)
            throw error
        }
    }

    private func delete(_ queue: String) async throws {
        try await TopologyCommand.reporting {
            try await access.withTopologyClient { client throws(BusError) in try await client.delete(queue: queue) }
        }
    }
}
