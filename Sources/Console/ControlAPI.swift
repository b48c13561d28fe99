public import Logging
public import ServiceLifecycle
import Hummingbird
import JSON

/// The operators' HTTP API: one POST for each command, JSON in and out, on loopback with a bearer token.
///
/// `POST /v1/receivers/pause` is what `lienthong receivers pause` sends. Long commands (a cutover, a replay) answer when they have ended; their
/// progress is durable and can be asked for meanwhile. Another method than POST answers 405.
public struct ControlAPI: Service {
    private let operations: [String: ControlOperation]
    private let host: String
    private let port: Int
    private let token: String
    private let logger: Logger

    /// Bodies carry plans and catalogs; larger ones are refused.
    private static let bodyBytes = 16 * 1024 * 1024

    /// - Parameters:
    ///   - operations: by path below `/v1/`, e.g. `receivers/pause`.
    ///   - token: what callers have to show; never logged.
    public init(
        operations: [String: ControlOperation], host: String, port: Int, token: String, logger: Logger
    ) {
        self.operations = operations
        self.host = host
        self.port = port
        self.token = token
        self.logger = logger
    }

    public func run() async throws {
        let router = Router()
        router.add(middleware: PostOnly())
        router.get("/v1/health") { _, _ in Response(status: .ok) }
        router.post("/v1/:group/:verb") { request, context in
            try await answer(request, context.parameters.get("group") ?? "", context.parameters.get("verb") ?? "")
        }
        let application = Application(
            router: router, configuration: .init(address: .hostname(host, port: port), serverName: "lienthong"),
            logger: logger)
        try await application.runService(gracefulShutdownSignals: [])
    }

    private func answer(_ request: Request, _ group: String, _ verb: String) async throws -> Response {
        let shown = request.headers[.authorization] ?? ""
        guard Self.equal(shown, "Bearer \(token)") else {
            return Self.response(ControlFailure(exit: 77, "the token is missing or wrong"))
        }
        guard let operation = operations["\(group)/\(verb)"] else {
            return Self.response(ControlFailure(exit: 65, "there is no command \(group) \(verb)"))
        }
        do {
            let buffer = try await request.body.collect(upTo: Self.bodyBytes)
            let result = try await operation(ControlRequest(Self.parse(Array(buffer.readableBytesView))))
            return Self.response(result, status: .ok)
        } catch {
            let failure = ControlFailure(any: error)
            logger.notice(
                "command refused",
                metadata: ["command": "\(group) \(verb)", "reason": "\(LogText.line(failure.message))"])
            return Self.response(failure)
        }
    }

    private static func parse(_ bytes: [UInt8]) throws(ControlFailure) -> JSONValue {
        do {
            return try JSON.parse(bytes)
        } catch {
            throw ControlFailure(exit: 65, "\(error)")
        }
    }

    private static func response(_ failure: ControlFailure) -> Response {
        response(failure.json, status: .init(code: failure.status), type: "application/problem+json")
    }

    private static func response(
        _ json: JSONValue, status: HTTPResponse.Status, type: String = "application/json"
    ) -> Response {
        Response(
            status: status, headers: [.contentType: type],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: json.bytes)))
    }

    /// Compares in a time that does not depend on where the texts differ.
    private static func equal(_ a: String, _ b: String) -> Bool {
        let left = Array(a.utf8)
        let right = Array(b.utf8)
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
