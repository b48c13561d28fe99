import Adapters
import Bus
import Console
import Foundation
import JSON

/// The broker's management HTTP API, as far as users and the figures of queues go. AMQP 0-9-1 has no users.
struct AttachManagement: Sendable {
    /// Of the connection; `127.0.0.1` or `::1` in most installations.
    let host: String
    let port: Int
    private let authorization: Secret
    private let virtualHost: String

    /// How long one answer may take.
    private static let limit = Duration.seconds(10)

    /// - Parameters:
    ///   - url: `http://127.0.0.1:15672`: on this machine, because the password goes over it as it is.
    ///   - user: with the tag `administrator`, which making users needs.
    /// - Throws: 65.
    init(url: String, user: String, passwordFile: String, virtualHost: String) throws(CommandFailure) {
        guard let parts = URLComponents(string: url), parts.scheme == "http", let host = parts.host,
            ["127.0.0.1", "localhost", "::1", "[::1]"].contains(host), parts.path.isEmpty || parts.path == "/"
        else {
            throw CommandFailure(
                .badInput,
                "configuration: broker.management.url must be http:// on this machine, like http://127.0.0.1:15672; "
                    + "reach another machine's through a tunnel, its password would go over the network in the clear")
        }
        self.host = host == "[::1]" ? "::1" : host
        port = parts.port ?? 15672
        self.virtualHost = virtualHost
        do throws(BusError) {
            let password = try Secret(contentsOfFile: passwordFile)
            authorization = Secret("Basic " + Data("\(user):\(password.value)".utf8).base64EncodedString())
        } catch {
            throw CommandFailure(.badInput, "configuration: broker.management: \(error.reason)")
        }
    }

    /// Makes the user or gives it its rights again.
    /// - Parameter hash: of its password, when that is to be set; a user that is there keeps its own otherwise.
    func put(_ user: BrokerUser, hash: String, isNew: Bool) async throws {
        let path = "/api/users/\(Self.escaped(user.name))"
        let present = try await send("GET", path)
        if isNew || present.status == 404 {
            let body: JSONValue = [
                "password_hash": .string(hash), "hashing_algorithm": "rabbit_password_hashing_sha256", "tags": "",
            ]
            try expect(try await send("PUT", path, body), "making the user \(user.name)")
        } else {
            try expect(present, "looking for the user \(user.name)")
        }
        let rights: JSONValue = [
            "configure": .string(user.rights.configure.description), "write": .string(user.rights.write.description),
            "read": .string(user.rights.read.description),
        ]
        try expect(
            try await send("PUT", "/api/permissions/\(Self.escaped(virtualHost))/\(Self.escaped(user.name))", rights),
            "giving \(user.name) its rights")
    }

    /// Takes the user away, and with it its connections; no error when there is none.
    func delete(user: String) async throws {
        let reply = try await send("DELETE", "/api/users/\(Self.escaped(user))")
        if reply.status != 404 { try expect(reply, "deleting the user \(user)") }
    }

    /// What the broker's statistics say of a queue, some seconds late; nil when there is no such queue.
    func queue(_ name: String) async throws -> JSONValue? {
        let reply = try await send("GET", "/api/queues/\(Self.escaped(virtualHost))/\(Self.escaped(name))")
        if reply.status == 404 { return nil }
        try expect(reply, "looking at \(name)")
        return try? JSON.parse(reply.body)
    }

    private func send(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws -> HTTPConnection.Reply {
        let (host, port) = (host, port)
        let headers = [("Authorization", authorization.value), ("Content-Type", "application/json")]
        return try await withThrowingTaskGroup(of: HTTPConnection.Reply.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                do {
                    return try await HTTPConnection.withConnection(host: host, port: port) { connection in
                        try await connection.send(method, path, headers: headers, body: body?.bytes ?? [])
                    }
                } catch let error as HTTPClientError {
                    throw ControlFailure(exit: 69, "the broker's management API: \(error)")
                }
            }
            group.addTask {
                try await ContinuousClock().sleep(for: Self.limit)
                throw ControlFailure(exit: 69, "the broker's management API at \(host):\(port) does not answer")
            }
            guard let reply = try await group.next() else { throw CancellationError() }
            return reply
        }
    }

    private func expect(_ reply: HTTPConnection.Reply, _ what: String) throws(ControlFailure) {
        switch reply.status {
        case 200..<300: return
        case 401, 403:
            throw ControlFailure(
                exit: 77,
                "the broker's management API refuses \(what): broker.management.user needs the tag administrator")
        default: throw ControlFailure(exit: 69, "\(what): the broker's management API answers HTTP \(reply.status)")
        }
    }

    /// One segment of a path.
    private static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "-._~"))) ?? text
    }
}
