import Adapters
import Foundation
#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif
import JSON
import Store
import Testing

/// A gateway on a port of its own, and requests to it.
struct HTTPBench {
    struct Answer {
        var status: Int
        var contentType: String
        var headers: [String: String]
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
        var json: JSONValue? { try? JSON.parse(body) }
    }

    static let token = "0123456789abcdef-vnaccs"

    let port: Int

    static func serve(
        _ bench: GatewayBench, dispatcher: OutboxDispatcher? = nil, _ body: @escaping (HTTPBench) async throws -> Void
    ) async throws {
        var configuration = GatewayConfiguration(tokens: GatewayTokens([.vnaccs: [token], .treasury: ["0123456789abcdef-treasury"]]))
        configuration.port = 0
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let gateway = HTTPGateway(
            configuration: configuration, intake: bench.intake, dispatcher: dispatcher, logger: GatewayBench.quiet,
            listening: { port.yield($0) })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await gateway.run() }
            let bound = try #require(await ports.first { _ in true })
            do { try await body(HTTPBench(port: bound)) } catch { Issue.record(error) }
            group.cancelAll()
            // A cancelled server ends with the cancellation.
            while let result = await group.nextResult() { _ = result }
        }
    }

    func post(
        _ body: [UInt8], system: String = "vnaccs", token: String? = HTTPBench.token, accept: String? = nil
    ) async throws -> Answer {
        try await send("POST", "v1/\(system)/messages", body, token: token, accept: accept)
    }

    func get(_ path: String) async throws -> Answer { try await send("GET", path, nil, token: nil, accept: nil) }

    private func send(
        _ method: String, _ path: String, _ body: [UInt8]?, token: String?, accept: String?
    ) async throws -> Answer {
        var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(port)/\(path)")))
        request.httpMethod = method
        request.httpBody = body.map { Data($0) }
        if let token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
        if let accept { request.setValue(accept, forHTTPHeaderField: "Accept") }
        let (data, response) = try await URLSession.shared.data(for: request)
        let http = try #require(response as? HTTPURLResponse)
        var headers: [String: String] = [:]
        for (name, value) in http.allHeaderFields { headers["\(name)".lowercased()] = "\(value)" }
        return Answer(
            status: http.statusCode, contentType: headers["content-type"] ?? "", headers: headers, body: Array(data))
    }
}
