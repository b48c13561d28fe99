import Events
import HTTPTypes
import Hummingbird
import JSON
import Store

extension HTTPGateway {
    func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.post("v1/:system/messages") { request, context in
            await accept(request, system: context.parameters.get("system") ?? "")
        }
        for method in [HTTPRequest.Method.get, .head, .put, .patch, .delete, .options] {
            router.on("v1/:system/messages", method: method) { _, _ in Self.onlyPost }
        }
        router.get("v1/health") { _, _ in health() }
        router.get("v1/ready") { _, _ in await ready() }
        return router
    }

    private func accept(_ request: Request, system name: String) async -> Response {
        guard let system = SystemName(rawValue: name), intake.systems.contains(system) else {
            return .problem(
                Problem(code: "unknownSystem", title: "Unknown system", status: 404, detail: "no such system is served here"))
        }
        guard let token = request.bearerToken, configuration.tokens.allow(token, for: system) else {
            var response = Response.problem(
                Problem(
                    code: "unauthorized", title: "Not authorised", status: 401,
                    detail: "a bearer token of this system is needed"))
            response.headers[.wwwAuthenticate] = "Bearer"
            return response
        }
        let bytes: [UInt8]
        do {
            bytes = try await request.collect(upTo: intake.limit)
        } catch {
            // The sender has gone in the middle of its message; nobody reads this answer.
            return .problem(
                Problem(code: "incomplete", title: "Incomplete request", status: 400, detail: "the body ended early"))
        }
        guard let result = await intake.accept(system: system, bytes: bytes, received: intake.clock()) else {
            return Response(status: .notFound)
        }
        return request.wantsJSON ? .json(result) : .native(result)
    }

    private static var onlyPost: Response {
        var response = Response.problem(
            Problem(
                code: "wrongMethod", title: "Method not allowed", status: 405,
                detail: "messages are handed over with POST"))
        response.headers[.allow] = "POST"
        return response
    }

    private func health() -> Response {
        var members: [JSONObject.Member] = [.init(key: "status", value: "up")]
        if let status = dispatcher?.status {
            members.append(.init(key: "outbox", value: status.json))
        }
        return .json(.object(JSONObject(members)))
    }

    private func ready() async -> Response {
        let stores = await intake.isStoreReachable()
        let receivers = intake.systems.map { system in
            JSONObject.Member(key: system.rawValue, value: .string(intake.record(of: system).state.rawValue))
        }
        return .json(
            ["ready": .bool(stores), "receivers": .object(JSONObject(receivers))],
            status: stores ? .ok : .serviceUnavailable)
    }
}

extension DispatcherStatus {
    fileprivate var json: JSONValue {
        [
            "lagSeconds": .integer(lag.components.seconds), "inMemory": .integer(Int64(inMemory)),
            "oldestUnsent": oldestUnsent.map { .integer($0) } ?? .null, "confirmed": .integer(Int64(confirmed)),
            "lastError": lastError.map { .string($0) } ?? .null,
            "blocked": .array(
                blocked.map { lane in
                    [
                        "routingKey": .string(lane.routingKey), "position": .integer(lane.position),
                        "attempts": .integer(Int64(lane.attempts)), "cause": .string(lane.cause.rawValue),
                        "seconds": .integer(lane.age.components.seconds),
                    ]
                }),
        ]
    }
}
