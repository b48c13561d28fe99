import Events
public import Logging
public import ServiceLifecycle
public import Store

/// The systems' door by files: `<root>/<system>/{in,work,done,rejected}`.
///
/// A sender writes a file elsewhere, or under a name that begins with a dot or ends in `.tmp` or `.part`, and renames it
/// into `in` when it is complete. Files are taken in the order of their names: moved to `work` in one step, accepted, and
/// moved to `done`; a refused one goes to `rejected`, beside `<name>.reason.json` (the problem) and `<name>.answer` (the
/// system's own answer). A file found in `work` at the start was in the middle of that; it is accepted again, with the same
/// event ids. While the receiver refuses, files stay in `in`; while the store does not take them, the first stays in `work`.
public struct DropFolder: Service {
    private let root: String
    private let intake: Intake
    private let backoff: RetryBackoff
    private let safetyInterval: Duration
    private let logger: Logger

    /// - Parameters:
    ///   - root: absolute path; made with everything in it when it is missing.
    ///   - backoff: waits while the store or the file system fails.
    ///   - safetyInterval: the folder is read again at least this often, whether inotify said anything or not.
    public init(
        root: String, intake: Intake, backoff: RetryBackoff = RetryBackoff(),
        safetyInterval: Duration = .seconds(5), logger: Logger
    ) {
        self.root = root
        self.intake = intake
        self.backoff = backoff
        self.safetyInterval = safetyInterval
        self.logger = logger
    }

    /// Runs until the task is cancelled or shut down gracefully; the file under way is settled first.
    /// - Throws: `noFolder` when the directories cannot be made or watched.
    public func run() async throws {
        let stop = DropFolderStop()
        try await withTaskCancellationOrGracefulShutdownHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for system in intake.systems {
                    let worker = DropFolderWorker(
                        system: system, layout: DropFolderLayout(root: root, system: system.rawValue), intake: intake,
                        backoff: backoff, safetyInterval: safetyInterval, stop: stop, logger: logger)
                    group.addTask { try await worker.run() }
                }
                try await group.waitForAll()
            }
        } onCancelOrGracefulShutdown: {
            stop.request()
        }
    }
}
