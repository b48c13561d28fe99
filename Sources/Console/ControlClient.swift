public import JSON
import Adapters

/// Sends operators' commands to the process that has the control role.
public struct ControlClient: Sendable {
    private let host: String
    private let port: Int
    private let token: String
    private let actor: String

    /// - Parameter actor: who asks, for the control log.
    public init(host: String, port: Int, token: String, actor: String) {
        self.host = host
        self.port = port
        self.token = token
        self.actor = actor
    }

    /// Runs one command and returns its result.
    ///
    /// Waits as long as the command takes. When the connection is lost meanwhile, what was begun is durable and goes on or
    /// can be started again.
    /// - Throws: the failure that the control role answered, or one with exit 69 when nothing answers.
    public func call(
        _ command: String, _ parameters: [(String, JSONValue)] = []
    ) async throws(ControlFailure) -> JSONValue {
        var members = [JSONObject.Member(key: "actor", value: .string(actor))]
        for (key, value) in parameters { members.append(.init(key: key, value: value)) }
        let body = JSONValue.object(JSONObject(members)).bytes
        let reply: HTTPConnection.Reply
        do {
            reply = try await HTTPConnection.withConnection(host: host, port: port) { connection in
                try await connection.send(
                    "POST", "/v1/\(command)",
                    headers: [("Authorization", "Bearer \(token)"), ("Content-Type", "application/json")], body: body)
            }
        } catch HTTPClientError.unreachable {
            throw ControlFailure(
                exit: 69, "the control role does not answer at \(host):\(port): start it with `lienthong up`")
        } catch {
            throw ControlFailure(exit: 69, "the control role went away meanwhile: \(error)")
        }
        guard let json = try? JSON.parse(reply.body) else {
            throw ControlFailure(exit: 69, "what answers at \(host):\(port) is not lienthong (HTTP \(reply.status))")
        }
        guard reply.status == 200 else {
            throw ControlFailure(
                exit: Int(json["exit"]?.integer ?? 69), json["detail"]?.string ?? "HTTP \(reply.status)")
        }
        return json
    }
}
