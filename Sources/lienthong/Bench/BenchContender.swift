import ArgumentParser
import Bus
import Foundation
import JSON

/// Who does the work: our bus or the raw C baseline, each in a child process.
enum BenchContender: String, CaseIterable, Sendable, ExpressibleByArgument {
    case bus, raw

    /// - Parameters:
    ///   - wrapper: a program that runs the child, e.g. one that counts instructions.
    ///   - environment: added to ours.
    func command(
        _ mode: BenchWork.Mode, queue: String, count: Int, _ configuration: Configuration, file: String?
    ) throws(CommandFailure) -> (program: String, arguments: [String]) {
        switch self {
        case .bus:
            var arguments = ["bench", "work", mode.rawValue, "--queue", queue, "--messages", String(count)]
            if let file { arguments += ["--config", file] }
            return (Self.executable, arguments)
        case .raw:
            let broker = configuration.broker
            // A batch is to C one large message.
            let isBatch = mode == .batch
            let work = isBatch ? BenchWork.Mode.publish : mode == .single ? .consume : mode
            let events = BenchWork.eventsInBatch
            return (
                try Self.rawExecutable(),
                [
                    work.rawValue, "--host", broker.host, "--port", String(broker.port),
                    "--vhost", broker.virtualHost, "--user", broker.user,
                    "--password-file", configuration.path(broker.passwordFile),
                    "--queue", queue, "--routing-key", queue, "--content-type", BenchWork.contentType,
                    "--messages", String(isBatch ? (count + events - 1) / events : count),
                    "--body", String(isBatch ? 1 + events * (BenchWork.bodyBytes + 1) : BenchWork.bodyBytes),
                    "--window", String(BenchWork.window), "--prefetch", String(mode.prefetch),
                ]
            )
        }
    }

    func measure(
        _ mode: BenchWork.Mode, queue: String, count: Int, _ configuration: Configuration, file: String?
    ) async throws -> Measurement {
        let (program, arguments) = try command(mode, queue: queue, count: count, configuration, file: file)
        return try Self.measurement(try await ChildProcess.run(program, arguments), of: "\(rawValue) \(mode.rawValue)")
    }

    static func measurement(_ ended: ChildProcess.Ended, of what: String) throws -> Measurement {
        guard ended.status == 0 else {
            // The child has said why on standard error.
            throw CommandFailure(
                CommandFailure.Exit(rawValue: ended.status) ?? .no, "\(what) ended with \(ended.status)\(ended.errors)")
        }
        guard let json = try? JSON.parse(Array(ended.output.utf8)), let measurement = Measurement(json) else {
            throw CommandFailure(.no, "\(what) did not print its measurement")
        }
        return measurement
    }

    static var executable: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    }

    /// Built beside this program.
    static func rawExecutable() throws(CommandFailure) -> String {
        let path = URL(fileURLWithPath: executable).deletingLastPathComponent().appendingPathComponent("raw-amqp").path
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw CommandFailure(.usage, "raw-amqp is missing beside this program; swift build -c release --product raw-amqp makes it")
        }
        return path
    }
}
