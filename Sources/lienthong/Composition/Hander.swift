import Adapters
import Bus
import Events
import Foundation
import JSON
import Store

/// Hands native messages to the running gateway, or without one through an intake of its own.
enum Hander {
    case gateway(host: String, port: Int, token: String, system: SystemName)
    case outbox(Intake, SQLiteOutbox, system: SystemName, lock: InstallationLock)

    static func make(_ configuration: Configuration, system: SystemName) async throws -> Hander {
        let host = configuration.gateway.host
        let port = configuration.gateway.port
        do {
            _ = try await HTTPConnection.withConnection(host: host, port: port) { connection in
                try await connection.send("GET", "/v1/health")
            }
            let token = try TokenFolder(configuration).token(system.rawValue)
            return .gateway(host: host, port: port, token: token, system: system)
        } catch is HTTPClientError {
            return try await direct(configuration, system)
        }
    }

    private static func direct(_ configuration: Configuration, _ system: SystemName) async throws -> Hander {
        let lock = try InstallationLock(configuration, [.outbox(configuration.outbox)])
        do {
            let stores = try await Stores.open(configuration)
            let board = ReceiverBoard(store: stores.control, receivers: Node.systems, now: SystemClock.now)
            try await board.refresh()
            let intake = Intake(
                codecs: [VNACCSCodec(), EPaymentCodec(), EDocCodec(), TreasuryCodec()], outbox: stores.outbox,
                gate: board, logger: Bootstrap.quiet, appended: {})
            return .outbox(intake, stores.outbox, system: system, lock: lock)
        } catch let error as StoreError {
            throw CommandFailure(.unreachable, error.description)
        }
    }

    /// - Returns: the ids of the message's events.
    /// - Throws: 65 with what is wrong and where, 75 when it should be handed over again later.
    func hand(_ bytes: [UInt8]) async throws -> [String] {
        switch self {
        case .gateway(let host, let port, let token, let system):
            let reply: HTTPConnection.Reply
            do {
                reply = try await HTTPConnection.withConnection(host: host, port: port) { connection in
                    try await connection.send(
                        "POST", "/v1/\(system.rawValue)/messages",
                        headers: [("Authorization", "Bearer \(token)"), ("Accept", "application/json")], body: bytes)
                }
            } catch {
                throw CommandFailure(.tryAgain, "the gateway went away; hand the message over again: \(error)")
            }
            return try Self.ids(reply)
        case .outbox(let intake, _, let system, _):
            guard let result = await intake.accept(system: system, bytes: bytes, received: SystemClock.now()) else {
                throw CommandFailure(.usage, "this installation does not serve \(system.rawValue)")
            }
            if let error = result.error {
                throw CommandFailure(error.isRetryable ? .tryAgain : .badInput, error.description)
            }
            return result.eventIDs
        }
    }

    private static func ids(_ reply: HTTPConnection.Reply) throws(CommandFailure) -> [String] {
        let json = try? JSON.parse(reply.body)
        switch reply.status {
        case 200..<300: return (json?["eventIds"]?.array ?? []).compactMap(\.string)
        case 401, 403: throw CommandFailure(.notPermitted, "the gateway refuses the token")
        case 503, 429: throw CommandFailure(.tryAgain, json?["detail"]?.string ?? "the gateway is closed")
        default: throw CommandFailure(.badInput, Self.problem(json) ?? "refused with HTTP \(reply.status)")
        }
    }

    /// What is wrong and where, in the words of an `AdapterError`.
    private static func problem(_ json: JSONValue?) -> String? {
        guard let json, let detail = json["detail"]?.string else { return nil }
        var places: [String] = []
        for (member, name) in [("form", "form"), ("field", "field")] {
            if let text = json[member]?.string { places.append("\(name) \(text)") }
        }
        for (member, name) in [("line", "line"), ("offset", "byte")] {
            if let number = json[member]?.integer { places.append("\(name) \(number)") }
        }
        let code = json["code"]?.string.map { "\($0): " } ?? ""
        return code + detail + (places.isEmpty ? "" : " (" + places.joined(separator: ", ") + ")")
    }

    func close() async {
        if case .outbox(_, let outbox, _, let lock) = self {
            try? await outbox.close()
            lock.release()
        }
    }
}
