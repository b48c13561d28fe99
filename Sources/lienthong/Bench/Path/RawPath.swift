import Foundation

/// The raw baseline's part of the bench: the same number of one-event messages through a topology of the same shape.
enum RawPath {
    /// Names of its own, made and deleted by itself.
    static let prefix = "lt.bench.raw"

    /// - Parameters:
    ///   - events: messages, each with its one outcome.
    ///   - bytes: of a body.
    static func measure(
        events: Int, bytes: Int, outcomeBytes: Int, _ configuration: Configuration
    ) async throws -> Measurement {
        let ended = try await ChildProcess.run(
            try BenchContender.rawExecutable(),
            ["path"] + link(configuration) + [
                "--exchange", prefix, "--queue", prefix, "--content-type", BenchWork.contentType,
                "--messages", String(events), "--body", String(bytes), "--outcome", String(outcomeBytes),
                "--window", String(BenchWork.window), "--prefetch", String(BenchWork.prefetch),
                "--partitions", String(configuration.partitions),
            ])
        return try BenchContender.measurement(ended, of: "raw path")
    }

    /// Deletes what an interrupted baseline has left.
    static func clear(_ configuration: Configuration) async throws {
        _ = try await ChildProcess.run(
            try BenchContender.rawExecutable(),
            ["path-clear"] + link(configuration) + [
                "--exchange", prefix, "--queue", prefix, "--partitions", String(configuration.partitions),
            ])
    }

    static func delete(exchange: String, _ configuration: Configuration) async throws {
        _ = try await ChildProcess.run(
            try BenchContender.rawExecutable(), ["delete-exchange"] + link(configuration) + ["--exchange", exchange])
    }

    private static func link(_ configuration: Configuration) -> [String] {
        let broker = configuration.broker
        return [
            "--host", broker.host, "--port", String(broker.port), "--vhost", broker.virtualHost, "--user", broker.user,
            "--password-file", configuration.path(broker.passwordFile),
        ]
    }
}
