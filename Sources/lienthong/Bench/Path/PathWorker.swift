import Foundation
import Glibc
import Store
import Synchronization

/// A worker of the pool as `lienthong worker` runs it, in a process of its own that can be killed.
final class PathWorker: Sendable {
    /// The mode of `bench path-work` that is one.
    static let mode = "worker"

    let name: String
    private let process = Process()
    /// Its standard input; it ends when this process does, however that happens.
    private let leash = Pipe()
    private let status = Mutex<Int32?>(nil)
    private let ended = DispatchSignal()

    /// - Parameters:
    ///   - name: unique among the processes on the data folder.
    ///   - partitions: it takes these and no other, like `0-3`; nil for all.
    init(_ name: String, configurationFile: String?, data: String, partitions: String? = nil) {
        self.name = name
        var arguments = ["bench", "path-work", Self.mode, "--data", data, "--process", name, "--leash"]
        if let configurationFile { arguments += ["--config", configurationFile] }
        if let partitions { arguments += ["--partitions", partitions] }
        process.executableURL = URL(fileURLWithPath: BenchContender.executable)
        process.arguments = arguments
        process.standardInput = leash
        process.standardOutput = FileHandle.nullDevice
    }

    func start() throws {
        process.terminationHandler = { [weak self] process in
            let status = process.terminationStatus
            self?.status.withLock { $0 = process.terminationReason == .exit ? status : 128 + status }
            self?.ended.wake()
        }
        try process.run()
    }

    /// nil while it runs.
    var exit: Int32? { status.withLock { $0 } }

    /// - Throws: 1 when it has ended.
    func expectRunning() throws(CommandFailure) {
        if let exit { throw CommandFailure(.no, "\(name) ended by itself with \(exit)") }
    }

    /// Ends it at once if it runs.
    func kill() {
        if process.isRunning { _ = Glibc.kill(process.processIdentifier, SIGKILL) }
    }

    /// Ends it in order.
    /// - Throws: 1 when it ends with another code than 0; `CancellationError`.
    func stop() async throws {
        if process.isRunning { process.terminate() }
        while exit == nil {
            let seen = ended.count
            if exit != nil { break }
            try Task.checkCancellation()
            await ended.wait(after: seen, atMost: .seconds(1))
        }
        guard let exit, exit == 0 else { throw CommandFailure(.no, "\(name) ended with \(exit ?? -1)") }
    }

    /// The work of such a process, until SIGTERM.
    static func work(_ configuration: Configuration, process: String, partitions: String?) async throws {
        var configuration = configuration
        configuration.process = process
        let count = configuration.partitions
        let own = try partitions.map { text throws(CommandFailure) in try PartitionList.parse(text, of: count) }
        try await Startup(configuration: configuration, logger: Bootstrap.quiet).worker(own ?? Array(0..<count))
    }
}
