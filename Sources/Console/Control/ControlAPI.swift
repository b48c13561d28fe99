import Foundation
import Hummingbird
import JSON
public import Logging
public import ServiceLifecycle

/// Operators' commands over HTTP with JSON in and out, for the command line and for tools.
///
/// Each request carries an operator's bearer token. What goes wrong is a problem document whose member `exit` is the exit
/// code of the command line.
public struct ControlAPI: Service {
    /// Catalog files are the largest bodies.
    static let bodyLimit = 16 * 1024 * 1024

    let operations: any ControlOperations
    let tokens: OperatorTokens
    private let host: String
    private let port: Int
    private let logger: Logger
    private let listening: @Sendable (Int) -> Void

    /// - Parameters:
    ///   - host: loopback by default; operators elsewhere come through a proxy that does TLS.
    ///   - port: 0 lets the system choose.
    ///   - listening: called with the port once connections are accepted.
    public init(
        operations: any ControlOperations, tokens: OperatorTokens, host: String = "127.0.0.1", port: Int = 8081,
        logger: Logger, listening: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.operations = operations
        self.tokens = tokens
        self.host = host
        self.port = port
        self.logger = logger
        self.listening = listening
    }

    /// Runs until the task is cancelled; a graceful shutdown answers the requests that have come.
    /// - Throws: when the address cannot be bound.
    public func run() async throws {
        let application = Application(
            router: router(), server: .http1(configuration: .init(idleTimeout: .seconds(120))),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port), serverName: "lienthong",
                availableConnectionsDelegate: .maximum(64, logger: logger)),
            onServerRunning: { channel in listening(channel.localAddress?.port ?? 0) },
            logger: logger)
        try await application.run()
    }

    func router() -> Router<BasicRequestContext> {
        let router = Router()
        addReadingRoutes(router)
        addReceiverRoutes(router)
        addCatalogRoutes(router)
        addCutoverRoutes(router)
        addReplayRoutes(router)
        addConsumerRoutes(router)
        return router
    }

    typealias Act = @Sendable (ControlRequest) async throws(ControlError) -> JSONValue

    func get(_ router: Router<BasicRequestContext>, _ path: RouterPath, _ act: @escaping Act) {
        router.get(path) { request, context in await answer(request, context, act) }
    }

    func post(_ router: Router<BasicRequestContext>, _ path: RouterPath, _ act: @escaping Act) {
        router.post(path) { request, context in await answer(request, context, act) }
    }

    private func answer(_ request: Request, _ context: BasicRequestContext, _ act: Act) async -> Response {
        do throws(ControlError) {
            let command = try await read(request, context)
            return Self.response(try await act(command), status: .ok, contentType: "application/json")
        } catch {
            var response = Self.response(
                error.problem, status: .init(code: error.code.status), contentType: ControlError.contentType)
            if error.code == .notAuthenticated { response.headers[.wwwAuthenticate] = "Bearer" }
            return response
        }
    }

    private func read(
        _ request: Request, _ context: BasicRequestContext
    ) async throws(ControlError) -> ControlRequest {
        guard let header = request.headers[.authorization], header.prefix(7).lowercased() == "bearer ",
            let actor = tokens.name(for: header.dropFirst(7).utf8)
        else { throw ControlError(.notAuthenticated, "an operator's bearer token is needed") }
        var body: JSONValue = .null
        if request.method == .post {
            let bytes: [UInt8]
            do {
                bytes = Array(try await request.body.collect(upTo: Self.bodyLimit).readableBytesView)
            } catch {
                throw ControlError(.badInput, "the body ended early or is over \(Self.bodyLimit) bytes")
            }
            do {
                body = bytes.isEmpty ? .null : try JSON.parse(bytes)
            } catch {
                throw ControlError(.badInput, "the body is not acceptable: \(error)")
            }
        }
        return ControlRequest(
            actor: actor,
            path: Dictionary(
                context.parameters.map { (String($0.key), String($0.value).removingPercentEncoding ?? "") },
                uniquingKeysWith: { $1 }),
            query: Dictionary(
                request.uri.queryParameters.map { (String($0.key), String($0.value)) }, uniquingKeysWith: { $1 }),
            body: body)
    }

    private static func response(
        _ value: JSONValue, status: HTTPResponse.Status, contentType: String
    ) -> Response {
        Response(
            status: status, headers: [.contentType: contentType],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: value.bytes)))
    }
}
