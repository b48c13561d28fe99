import Foundation
#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif
import JSON

/// Sends one command over HTTP/1.1 and reads the JSON that comes back.
struct ControlTransport: Sendable {
    let base: URL
    let token: String
    let deadline: Duration

    /// - Throws: `unavailable` when nobody answers, `tryAgain` when the deadline passes, and what the server says.
    func send(
        _ method: String, _ path: [String], query: [(String, String?)], body: JSONValue?
    ) async throws(ControlError) -> JSONValue {
        var request = URLRequest(url: url(path, query))
        request.httpMethod = method
        request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
        request.setValue("application/json", forHTTPHeaderField: "Accept")
        if let body {
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
            request.httpBody = Data(body.bytes)
        }
        request.timeoutInterval = TimeInterval(deadline.components.seconds) + 1
        let (data, status) = try await load(request)
        let value: JSONValue?
        do { value = try JSON.parse(Array(data)) } catch { value = nil }
        guard (200..<300).contains(status) else { throw ControlError(problem: value, status: status) }
        guard let value else { throw ControlError(.unavailable, "the answer is not JSON: something else answers there") }
        return value
    }

    private func load(_ request: URLRequest) async throws(ControlError) -> (Data, Int) {
        do {
            let (data, response) = try await URLSession.shared.data(for: request)
            return (data, (response as? HTTPURLResponse)?.statusCode ?? 0)
        } catch let error as URLError where error.code == .timedOut {
            throw ControlError(.tryAgain, "no answer from the control process in \(deadline)")
        } catch is CancellationError {
            throw ControlError(.tryAgain, "cancelled")
        } catch {
            throw ControlError(
                .unavailable, "the control process cannot be reached at \(base.host ?? "?"):\(base.port ?? 0)")
        }
    }

    private func url(_ path: [String], _ query: [(String, String?)]) -> URL {
        // Names of people and keys may hold any character, so everything but the plain ones is escaped.
        var plain = CharacterSet.alphanumerics.intersection(CharacterSet(charactersIn: "\u{0}"..."\u{7F}"))
        plain.insert(charactersIn: "-._~")
        let escape = { (text: String) in text.addingPercentEncoding(withAllowedCharacters: plain) ?? text }
        var text = base.absoluteString
        while text.hasSuffix("/") { text.removeLast() }
        text += "/v1/" + path.map(escape).joined(separator: "/")
        let pairs = query.compactMap { name, value in value.map { "\(escape(name))=\(escape($0))" } }
        if !pairs.isEmpty { text += "?" + pairs.joined(separator: "&") }
        // Every part is escaped, so that this is a URL whenever the base was one.
        return URL(string: text) ?? base
    }
}
