import Bus
import Console
import JSON
import Logging
import Testing

/// A control API on a port of its own, with a client of an operator.
struct ControlBench {
    static let tokens = ["lan": "0123456789abcdef-lan", "minh": "0123456789abcdef-minh"]

    let operations = RecordingOperations()

    func serve(_ body: (String) async throws -> Void) async throws {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let api = ControlAPI(
            operations: operations, tokens: OperatorTokens(Self.tokens), port: 0,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, listening: { port.yield($0) })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await api.run() }
            let bound = try #require(await ports.first { _ in true })
            do { try await body("http://127.0.0.1:\(bound)") } catch { Issue.record(error) }
            group.cancelAll()
            // A cancelled server ends with the cancellation.
            while let result = await group.nextResult() { _ = result }
        }
    }

    static func client(_ base: String, _ name: String = "lan", deadline: Duration = .seconds(30)) throws -> ControlClient {
        try ControlClient(base: base, token: tokens[name] ?? name, deadline: deadline)
    }
}
