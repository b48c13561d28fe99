import Events
import Logging
import Store

/// Works off one system's drop folder.
struct DropFolderWorker: Sendable {
    let system: SystemName
    let layout: DropFolderLayout
    let intake: Intake
    let backoff: RetryBackoff
    let safetyInterval: Duration
    let stop: DropFolderStop
    let logger: Logger
    private let files: FolderFiles

    init(
        system: SystemName, layout: DropFolderLayout, intake: Intake, backoff: RetryBackoff, safetyInterval: Duration,
        stop: DropFolderStop, logger: Logger
    ) {
        self.system = system
        self.layout = layout
        self.intake = intake
        self.backoff = backoff
        self.safetyInterval = safetyInterval
        self.stop = stop
        self.logger = logger
        files = FolderFiles(label: "lienthong.drop.\(system.rawValue)")
    }

    private enum Step {
        /// Settled; go on with the next.
        case settled
        /// The receiver refuses; wait for it, or for anything else, to change.
        case closed
        /// The store did not take it; the file stays where it is.
        case notStored
    }

    func run() async throws(GatewayConfigurationError) {
        let signal = DispatchSignal()
        stop.wakes(signal)
        let watch: DirectoryWatch
        do throws(FolderFiles.Failure) {
            try await files.make(layout.all)
            watch = try DirectoryWatch(layout.inbox, waking: signal)
        } catch {
            throw GatewayConfigurationError(.noFolder, "the drop folder of \(system.rawValue): \(error)")
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for await _ in intake.gate.changes() { signal.wake() }
            }
            await work(signal)
            group.cancelAll()
        }
        // Until here it has to live.
        withExtendedLifetime(watch) {}
    }

    private func work(_ signal: DispatchSignal) async {
        var failures = 0
        while !stop.isRequested {
            let seen = signal.count
            var problem: String?
            do throws(FolderFiles.Failure) {
                problem = try await sweep() == .notStored ? "the store did not take a file" : nil
            } catch {
                problem = error.description
            }
            guard let problem else {
                failures = 0
                await signal.wait(after: seen, atMost: safetyInterval)
                continue
            }
            failures += 1
            logger.warning(
                "drop folder waits", metadata: ["system": "\(system.rawValue)", "cause": "\(problem)"])
            await wait(backoff.delay(attempt: failures, jitter: .random(in: 0...1)), signal)
        }
    }

    /// A new file does not shorten a backoff; only a stop does.
    private func wait(_ delay: Duration, _ signal: DispatchSignal) async {
        let clock = ContinuousClock()
        let end = clock.now + delay
        while !stop.isRequested, clock.now < end {
            await signal.wait(after: signal.count, atMost: end - clock.now)
        }
    }

    /// Settles what is in `work`, then takes from `in` by name until it is empty or something is in the way.
    private func sweep() async throws(FolderFiles.Failure) -> Step {
        for name in DropFolderLayout.ordered(try await files.names(in: layout.work)) {
            let step = try await settle(name)
            if step != .settled || stop.isRequested { return step }
        }
        for name in DropFolderLayout.ordered(try await files.names(in: layout.inbox)) {
            if intake.record(of: system).state == .refusing { return .closed }
            guard try await files.move(layout.inbox + "/" + name, to: layout.work + "/" + name) else { continue }
            let step = try await settle(name)
            if step != .settled || stop.isRequested { return step }
        }
        return .settled
    }

    private func settle(_ name: String) async throws(FolderFiles.Failure) -> Step {
        let path = layout.work + "/" + name
        let bytes = try await files.read(path, upTo: intake.limit)
        guard let result = await intake.accept(system: system, bytes: bytes, received: intake.clock()) else {
            return .notStored
        }
        switch result.error {
        case nil:
            try await move(name, to: layout.done)
            return .settled
        case let error? where error.code == .receiverClosed:
            // It closed between the look and the intake: the file goes back as if it had not been touched.
            try await move(name, to: layout.inbox)
            return .closed
        case let error? where error.isRetryable:
            return .notStored
        case let error?:
            try await reject(name, error, result.answer)
            return .settled
        }
    }

    private func move(_ name: String, to directory: String) async throws(FolderFiles.Failure) {
        let free = try await files.freeName(for: name, in: directory)
        try await files.move(layout.work + "/" + name, to: directory + "/" + free)
    }

    /// The file itself goes last, so that after a crash in between all of it is done again.
    private func reject(_ name: String, _ error: AdapterError, _ answer: NativeAnswer) async throws(FolderFiles.Failure) {
        let free = layout.rejected + "/" + (try await files.freeName(for: name, in: layout.rejected))
        try await files.write(Problem(error, status: answer.status).json.bytes, to: free + ".reason.json")
        try await files.write(answer.body, to: free + ".answer")
        try await files.move(layout.work + "/" + name, to: free)
        logger.notice(
            "file rejected",
            metadata: ["system": "\(system.rawValue)", "file": "\(name)", "code": "\(error.code)"])
    }
}
