import Foundation

/// Lets one process at a time make or bring up to date what several may use afterwards: stores and tokens.
enum OpeningLock {
    /// How long another one may take: bringing up to date a large store rewrites some of it.
    private static let patience = Duration.seconds(60)

    /// - Throws: 75 when another process has not ended its opening in time; what `body` throws.
    static func hold<Value>(_ configuration: Configuration, _ body: () async throws -> Value) async throws -> Value {
        let folder = configuration.path(configuration.data)
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure(.unreachable, "data folder \(folder) cannot be made: \(error.localizedDescription)")
        }
        let path = folder + "/opening.lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure(.unreachable, "\(path) cannot be opened: \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        let clock = ContinuousClock()
        let end = clock.now + patience
        // A blocking wait would hold a thread that others need; nothing else tells that a file lock is free.
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard clock.now < end else {
                throw CommandFailure(.tryAgain, "another process is still opening the stores in \(folder)")
            }
            try await clock.sleep(for: .milliseconds(20))
        }
        return try await body()
    }
}
