import Adapters
import Events
import Foundation
import JSON

extension Installation {
    /// nil while nothing answers.
    func get(_ path: String) async throws -> HTTPConnection.Reply? {
        do {
            return try await HTTPConnection.withConnection(host: "127.0.0.1", port: gatewayPort) { connection in
                try await connection.send("GET", "/\(path)")
            }
        } catch is HTTPClientError {
            return nil
        }
    }

    /// Events that the broker has confirmed to the `up` that runs; 0 while none answers.
    func confirmed() async throws -> Int64 {
        guard let reply = try await get("v1/health") else { return 0 }
        return try JSON.parse(reply.body)["outbox"]?["confirmed"]?.integer ?? 0
    }

    func token(_ system: SystemName) throws -> String {
        try String(contentsOfFile: folder.file("tokens/\(system.rawValue)"), encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    func post(
        _ bytes: [UInt8], as system: SystemName, accept: String? = nil
    ) async throws -> HTTPConnection.Reply {
        try await post([(system, bytes)], accept: accept)[0]
    }

    /// Hands messages over one after the other.
    func post(
        _ messages: [(system: SystemName, bytes: [UInt8])], accept: String? = nil
    ) async throws -> [HTTPConnection.Reply] {
        var tokens: [SystemName: String] = [:]
        for system in SystemName.allCases { tokens[system] = try token(system) }
        return try await HTTPConnection.withConnection(host: "127.0.0.1", port: gatewayPort) { [tokens] connection in
            var replies: [HTTPConnection.Reply] = []
            for (system, bytes) in messages {
                var headers = [("Authorization", "Bearer \(tokens[system] ?? "")")]
                if let accept { headers.append(("Accept", accept)) }
                replies.append(
                    try await connection.send("POST", "/v1/\(system.rawValue)/messages", headers: headers, body: bytes))
            }
            return replies
        }
    }
}

extension HTTPConnection.Reply {
    var text: String { String(decoding: body, as: UTF8.self) }
}
