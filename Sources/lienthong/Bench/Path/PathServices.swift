/// Runs what a measurement needs beside itself, and ends it with the measurement.
enum PathServices {
    /// - Parameters:
    ///   - services: run until cancelled, or end by themselves.
    ///   - limit: for the body.
    /// - Throws: what the body or a service throws; 75 when the body is not through in time.
    static func running<Result: Sendable>(
        _ services: [@Sendable () async throws -> Void], limit: Duration, of what: String,
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        // A service that ends by itself gives nil.
        try await withThrowingTaskGroup(of: Result?.self) { group in
            defer { group.cancelAll() }
            for service in services {
                group.addTask {
                    try await service()
                    return nil
                }
            }
            group.addTask { try await body() }
            group.addTask {
                try await Task.sleep(for: limit)
                throw CommandFailure(
                    .tryAgain, "\(what) was not through after \(limit.components.seconds) s: see the broker's log, or measure less")
            }
            while let ended = try await group.next() {
                if let ended { return ended }
            }
            throw CancellationError()
        }
    }
}
