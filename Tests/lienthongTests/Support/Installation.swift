import Foundation
import Synchronization
import TestSupport
import Testing

/// An installation of its own: configuration, data, tokens, ports and a virtual host of a private broker.
final class Installation: Sendable {
    let folder: TemporaryDirectory
    let broker: PrivateBroker
    let virtualHost: String
    let gatewayPort: Int
    let controlPort: Int
    private let process: Mutex<RunningProgram?> = Mutex(nil)
    private let programs = Mutex<[RunningProgram]>([])
    private let counter = Mutex(0)

    var configuration: String { folder.file("lienthong.yaml") }
    var url: String { "http://127.0.0.1:\(gatewayPort)" }

    private init(_ name: String, _ broker: PrivateBroker) async throws {
        folder = try TemporaryDirectory("lienthong-\(name)")
        self.broker = broker
        virtualHost = try await broker.makeVirtualHost(name)
        gatewayPort = try FreePort.any()
        controlPort = try FreePort.any()
        try write()
    }

    /// Writes the configuration; a running `up` keeps the one it has read.
    func write(
        passwordFile: String? = nil, brokerPort: Int? = nil, virtualHost: String? = nil, user: String? = nil,
        data: String = "data"
    ) throws {
        let text = """
            data: \(data)
            process: test-1
            broker:
              host: \(broker.host)
              port: \(brokerPort ?? broker.port)
              virtualHost: \(virtualHost ?? self.virtualHost)
              user: \(user ?? broker.user)
              passwordFile: \(passwordFile ?? broker.folder + "/password")
              publishDeadlineSeconds: 10
            gateway: {host: 127.0.0.1, port: \(gatewayPort)}
            control: {host: 127.0.0.1, port: \(controlPort)}
            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: configuration))
    }

    /// Lends an installation; whatever it has started is killed afterwards, and a failure says what `up` logged last.
    static func with(
        _ name: String, broker: PrivateBroker? = nil, sourceLocation: SourceLocation = #_sourceLocation,
        _ body: (Installation) async throws -> Void
    ) async throws {
        let node = if let broker { broker } else { try await PrivateBroker.shared() }
        let installation = try await Installation(name, node)
        do {
            try await body(installation)
            try await installation.end()
        } catch {
            Issue.record(
                error, "the last lines of `up`:\n\(installation.process.withLock { $0?.tail() ?? "" })",
                sourceLocation: sourceLocation)
            try await installation.end()
        }
    }

    private func end() async throws {
        let running = programs.withLock { $0 } + (process.withLock { $0.map { [$0] } } ?? [])
        for program in running { program.send(SIGKILL) }
        for program in running { try await program.exit() }
        folder.remove()
    }
}

extension Installation {
    /// Starts `up` and waits until its gateway can accept.
    /// - Parameter disk: where its data folder is to be, when not on the disk of everything else.
    func up(on disk: SmallDisk? = nil, environment: [String: String] = [:]) async throws {
        let program = try start(["up"], log: "up", on: disk, environment: environment)
        process.withLock { $0 = program }
        try await eventually("`up` is ready") {
            guard program.isRunning else { throw NeverHappened(description: "`up` ended:\n\(program.tail())") }
            return try await get("v1/ready")?.status == 200
        }
    }

    /// Like a power switch: SIGKILL.
    func kill() async throws { try await stop(SIGKILL) }

    /// Stops `up` by a signal and waits for its end.
    @discardableResult
    func stop(_ signal: Int32 = SIGTERM) async throws -> Int32 {
        let program = process.withLock { process in
            defer { process = nil }
            return process
        }
        guard let program else { throw NeverHappened(description: "`up` does not run") }
        program.send(signal)
        return try await program.exit()
    }

    /// Waits for `up` to end by itself.
    /// - Returns: its exit code and its last lines.
    func ended() async throws -> (Int32, String) {
        guard let program = process.withLock({ $0 }) else { throw NeverHappened(description: "`up` does not run") }
        let code = try await program.exit()
        process.withLock { $0 = nil }
        return (code, program.tail())
    }

    /// Starts a command and does not wait for it.
    func start(
        _ arguments: [String], log: String = "command", on disk: SmallDisk? = nil, environment: [String: String] = [:]
    ) throws -> RunningProgram {
        let number = counter.withLock { count in
            count += 1
            return count
        }
        let set = environment.isEmpty ? [] : ["/usr/bin/env"] + environment.map { "\($0.key)=\($0.value)" }
        let own = set + [try Binary.path] + arguments + ["--config", configuration]
        let command = try disk.map { try $0.command(own, at: folder.file("data")) } ?? own
        let program = try RunningProgram(
            command[0], Array(command.dropFirst()), output: folder.file("\(number)-\(log).out"),
            errors: folder.file("\(number)-\(log).err"))
        programs.withLock { $0.append(program) }
        return program
    }

    /// Runs a command to its end.
    func run(_ arguments: String..., within limit: Duration = .seconds(90)) async throws -> CommandResult {
        try await result(of: start(arguments), within: limit)
    }

    func result(of program: RunningProgram, within limit: Duration = .seconds(90)) async throws -> CommandResult {
        let status = try await program.exit(within: limit)
        return CommandResult(
            exit: status, output: try String(contentsOfFile: program.output, encoding: .utf8),
            errors: try String(contentsOfFile: program.errors, encoding: .utf8))
    }
}
