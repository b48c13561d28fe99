import Foundation

/// Lets an interrupted command clear up behind itself.
enum Interruptible {
    /// SIGINT and SIGTERM cancel the body, which has to end soon.
    /// - Throws: what the body throws; 75 when it was interrupted.
    static func run<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) async throws -> Result {
        let task = Task { try await body() }
        let sources = [SIGINT, SIGTERM].map { number in
            // Not ignored: a child process would inherit that, and could not be ended.
            signal(number) { _ in }
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { task.cancel() }
            source.resume()
            return source
        }
        defer { for source in sources { source.cancel() } }
        do {
            return try await task.value
        } catch {
            guard task.isCancelled else { throw error }
            throw CommandFailure(.tryAgain, "interrupted; what it had made is deleted")
        }
    }
}
