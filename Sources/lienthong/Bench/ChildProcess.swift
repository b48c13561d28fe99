import Foundation

/// Runs a program to its end. Its standard error is ours unless it is wanted.
enum ChildProcess {
    struct Ended: Sendable {
        var status: Int32
        var output: String
        var errors: String
    }

    /// For programs that say little: what they say is read when they have ended. Cancelling the task ends the program.
    /// - Parameter leashed: its standard input ends when this process does, however that happens.
    static func run(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], keepingErrors: Bool = false,
        leashed: Bool = false
    ) async throws -> Ended {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let (output, errors, leash) = (Pipe(), Pipe(), Pipe())
        process.standardOutput = output
        if keepingErrors { process.standardError = errors }
        if leashed { process.standardInput = leash } else { process.standardInput = FileHandle.nullDevice }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                process.terminationHandler = { _ in continuation.resume() }
                do {
                    try process.run()
                    // The handler may have run before there was a program to end.
                    if Task.isCancelled { process.terminate() }
                } catch {
                    continuation.resume(
                        throwing: CommandFailure(.badInput, "\(program) cannot be run: \(error.localizedDescription)"))
                }
            }
        } onCancel: {
            if process.isRunning { process.terminate() }
        }
        try? leash.fileHandleForWriting.close()
        try Task.checkCancellation()
        func text(_ pipe: Pipe) -> String { String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) }
        return Ended(
            status: process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus,
            output: text(output), errors: keepingErrors ? text(errors) : "")
    }
}
