import Hummingbird
import JSON

/// Answers 405 to whoever asks for a command's path with another method than POST.
struct PostOnly: RouterMiddleware {
    typealias Context = BasicRequestContext

    func handle(
        _ request: Request, context: BasicRequestContext,
        next: (Request, BasicRequestContext) async throws -> Response
    ) async throws -> Response {
        guard request.method != .post, Self.isCommand(request.uri.path) else { return try await next(request, context) }
        let json: JSONValue = [
            "type": "about:blank", "title": "Method not allowed", "status": 405,
            "detail": "commands are sent with POST and a JSON object", "exit": 65,
        ]
        let response = Response(
            status: .methodNotAllowed, headers: [.contentType: "application/problem+json", .allow: "POST"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: json.bytes)))
        return request.method == .head ? response.createHeadResponse() : response
    }

    /// `/v1/<group>/<verb>`.
    private static func isCommand(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        return parts.count == 3 && parts[0] == "v1"
    }
}
