import JSON

/// One measurement in a process of its own, so that CPU and memory are of that work alone.
struct PathChild: Sendable {
    let configurationFile: String?
    let data: String
    let traffic: PathTraffic
    let plan: PathPlan

    func run(_ mode: PathWork.Mode, expected: Int = 0, events: Int = 0) async throws -> PathMeasurement {
        var arguments = [
            "bench", "path-work", mode.rawValue, "--data", data, "--seed", String(traffic.seed),
            "--declarations", String(traffic.declarations), "--submitters", String(plan.submitters),
            "--expected", String(expected), "--events", String(events), "--rate", String(plan.rate), "--leash",
        ]
        if let pid = plan.brokerPID { arguments += ["--broker-pid", String(pid)] }
        if let configurationFile { arguments += ["--config", configurationFile] }
        let ended = try await ChildProcess.run(BenchContender.executable, arguments, leashed: true)
        guard ended.status == 0 else {
            // The child has said why on standard error.
            throw CommandFailure(
                CommandFailure.Exit(rawValue: ended.status) ?? .no, "measuring \(mode.rawValue) ended with \(ended.status)")
        }
        guard let json = try? JSON.parse(Array(ended.output.utf8)), let measurement = PathMeasurement(json) else {
            throw CommandFailure(.no, "\(mode.rawValue) did not print its measurement")
        }
        return measurement
    }
}
