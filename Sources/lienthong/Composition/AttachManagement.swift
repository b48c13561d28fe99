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
    let virtualHost: String
    private let user: String
    private let passwordFile: String

    /// How long one answer may take when a user is made or deleted.
    private static let limit = Duration.seconds(10)

    /// - Parameters:
    ///   - url: `http://127.0.0.1:15672`: on this machine, because the password goes over it as it is.
    ///   - user: with the tag `administrator`, which making users needs; it needs no rights in any virtual host.
    ///   - passwordFile: read here, so that a wrong path is found at the start, and again for every request.
    /// - Throws: 65.
    init(url: String, user: String, passwordFile: String, virtualHost: String) throws(CommandFailure) {
        guard let parts = URLComponents(string: url), parts.scheme == "http", let host = parts.host,
            ["127.0.0.1", "localhost", "::1", "[::1]"].contains(host), parts.path.isEmpty || parts.path == "/",
            parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil,
            (1...65535).contains(parts.port ?? 15672)
        else {
            throw CommandFailure(
                .badInput,
                "configuration: broker.management.url must be http:// on this machine, like http://127.0.0.1:15672; "
                    + "reach another machine's through a tunnel, its password would go over the network in the clear")
        }
        guard !user.isEmpty, !user.contains(":") else {
            throw CommandFailure(
                .badInput, "configuration: broker.management.user must be a user of the broker, without a colon")
        }
        self.host = host == "[::1]" ? "::1" : host
        port = parts.port ?? 15672
        self.virtualHost = virtualHost
        self.user = user
        self.passwordFile = passwordFile
        do throws(BusError) {
            _ = try Secret(contentsOfFile: passwordFile)
        } catch {
            throw CommandFailure(.badInput, "configuration: broker.management: \(error.reason)")
        }
    }

    /// Where it is, for people.
    private var place: String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }

    /// One request and its whole answer.
    /// - Throws: `ControlFailure` 69 when nothing answers, nothing within the limit, or the password file cannot be read.
    func send(
        _ method: String, _ path: String, _ body: JSONValue? = nil, within limit: Duration = Self.limit
    ) async throws -> HTTPConnection.Reply {
        let (host, port, place) = (host, port, place)
        let headers = [("Authorization", try authorization().value), ("Content-Type", "application/json")]
        return try await withThrowingTaskGroup(of: HTTPConnection.Reply.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                do {
                    return try await HTTPConnection.withConnection(host: host, port: port) { connection in
                        try await connection.send(method, path, headers: headers, body: body?.bytes ?? [])
                    }
                } catch HTTPClientError.unreachable {
                    throw ControlFailure(
                        exit: 69,
                        "the broker's management API does not answer at \(place): is the broker up, its plugin "
                            + "rabbitmq_management enabled, and broker.management.url in the configuration right?")
                } catch let error as HTTPClientError {
                    throw ControlFailure(exit: 69, "the broker's management API at \(place): \(error)")
                }
            }
            group.addTask {
                try await ContinuousClock().sleep(for: limit)
                throw ControlFailure(
                    exit: 69,
                    "the broker's management API at \(place) has not answered within \(limit.components.seconds) s")
            }
            guard let reply = try await group.next() else { throw CancellationError() }
            return reply
        }
    }

    /// Read each time: a password that was mended in its file counts at once.
    private func authorization() throws(ControlFailure) -> Secret {
        do throws(BusError) {
            let password = try Secret(contentsOfFile: passwordFile)
            return Secret("Basic " + Data("\(user):\(password.value)".utf8).base64EncodedString())
        } catch {
            throw ControlFailure(exit: 69, "broker.management: \(error.reason)")
        }
    }

    /// - Throws: 77 when the broker does not let our user do this, 69 for any other answer than success.
    func expect(_ reply: HTTPConnection.Reply, _ what: String) throws(ControlFailure) {
        switch reply.status {
        case 200..<300: return
        case 401 where (try? JSON.parse(reply.body))?["reason"]?.string == "Login failed":
            throw ControlFailure(
                exit: 77,
                "the broker's management API refuses user and password of `\(user)`: see broker.management.user in the "
                    + "configuration, and put the right password into \(passwordFile), which is read again each time")
        case 401, 403:
            throw ControlFailure(
                exit: 77,
                "the broker's management API does not let `\(user)` do this (\(what)): give it the tag, on a node of the "
                    + "broker: rabbitmqctl set_user_tags \(user) administrator")
        default: throw ControlFailure(exit: 69, "\(what): the broker's management API at \(place) answers HTTP \(reply.status)")
        }
    }

    /// One segment of a path.
    static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? text
    }

    /// ASCII only: what else counts as a letter has to be escaped.
    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}
