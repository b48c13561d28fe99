import Adapters
import Console
import JSON
import Logging
import ServiceLifecycle
import TestSupport
import Testing

@Suite struct ControlAPITests {
    /// Runs the API on a free port with one operation that answers its `echo` parameter and the actor.
    private func withAPI(_ body: @escaping @Sendable (Int) async throws -> Void) async throws {
        let port = try FreePort.any()
        let api = ControlAPI(
            operations: [
                "test/echo": { request in ["echo": .string(try request.text("echo")), "actor": .string(request.actor)] },
                "test/refuse": { _ in throw ControlFailure(exit: 1, "the answer is no") },
            ],
            host: "127.0.0.1", port: port, token: "0123456789abcdef", logger: Logger(label: "test"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await api.run() }
            group.addTask {
                try await eventually("the API listens") {
                    (try? await HTTPConnection.withConnection(host: "127.0.0.1", port: port) { connection in
                        try await connection.send("GET", "/v1/health").status
                    }) == 200
                }
                try await body(port)
            }
            try await group.next()
            group.cancelAll()
        }
    }

    private func client(_ port: Int, token: String = "0123456789abcdef") -> ControlClient {
        ControlClient(host: "127.0.0.1", port: port, token: token, actor: "an operator")
    }

    @Test func carriesParametersAndSaysWhoAsks() async throws {
        try await withAPI { port in
            let answer = try await client(port).call("test/echo", [("echo", "xin chào")])
            #expect(answer["echo"]?.string == "xin chào")
            #expect(answer["actor"]?.string == "an operator")
        }
    }

    @Test func answersWithTheExitCodeOfTheFailure() async throws {
        try await withAPI { port in
            await #expect(throws: ControlFailure(exit: 1, "the answer is no")) {
                try await client(port).call("test/refuse")
            }
            await #expect(throws: ControlFailure(exit: 65, "`echo` is missing")) {
                try await client(port).call("test/echo")
            }
            await #expect(throws: ControlFailure(exit: 65, "there is no command test absent")) {
                try await client(port).call("test/absent")
            }
        }
    }

    @Test(arguments: ["GET", "PUT", "DELETE", "PATCH", "OPTIONS"])
    func saysWhichMethodACommandTakes(_ method: String) async throws {
        try await withAPI { port in
            for path in ["/v1/test/echo", "/v1/test/absent"] {
                let reply = try await HTTPConnection.withConnection(host: "127.0.0.1", port: port) { connection in
                    try await connection.send(method, path)
                }
                #expect(reply.status == 405)
                #expect(reply.headers["allow"] == "POST")
                #expect(reply.headers["content-type"] == "application/problem+json")
                let problem = try JSON.parse(reply.body)
                #expect(problem["status"] == 405)
                #expect(problem["title"] == "Method not allowed")
                #expect(problem["detail"]?.string?.isEmpty == false)
            }
        }
    }

    @Test func refusesAWrongToken() async throws {
        try await withAPI { port in
            await #expect(throws: ControlFailure(exit: 77, "the token is missing or wrong")) {
                try await client(port, token: "0123456789abcdeX").call("test/echo", [("echo", "x")])
            }
        }
    }

    @Test func saysHowToMendWhenNothingAnswers() async throws {
        let port = try FreePort.any()
        let failure = await #expect(throws: ControlFailure.self) { try await client(port).call("test/echo") }
        #expect(failure?.exit == 69)
        #expect(failure?.message.contains("lienthong up") == true)
    }
}
