public import Bus
import Foundation
public import JSON

/// Operators' commands, carried out by a control process over HTTP.
public struct ControlClient: ControlOperations {
    private let transport: ControlTransport

    /// - Parameters:
    ///   - base: `http://host:port`.
    ///   - token: the operator's.
    ///   - deadline: for one answer, in whole seconds.
    /// - Throws: `usage` when `base` is not such an address.
    public init(base: String, token: String, deadline: Duration = .seconds(60)) throws(ControlError) {
        guard let url = URL(string: base), url.scheme == "http" || url.scheme == "https", url.host != nil else {
            throw ControlError(.usage, "the address of the control process is not of the form http://host:port")
        }
        transport = ControlTransport(base: url, token: token, deadline: deadline)
    }

    func get(_ path: String..., query: [(String, String?)] = []) async throws(ControlError) -> JSONValue {
        try await transport.send("GET", path, query: query, body: nil)
    }

    func post(_ path: String..., body: JSONValue) async throws(ControlError) -> JSONValue {
        try await transport.send("POST", path, query: [], body: body)
    }

    // MARK: Reading

    public func status() async throws(ControlError) -> JSONValue { try await get("status") }

    public func account(from: Timestamp?, until: Timestamp?) async throws(ControlError) -> JSONValue {
        try await get("account", query: [("from", from?.description), ("until", until?.description)])
    }

    public func declaration(_ number: String) async throws(ControlError) -> JSONValue {
        try await get("declarations", number)
    }

    // MARK: Receivers

    public func receivers() async throws(ControlError) -> JSONValue { try await get("receivers") }

    public func pause(
        _ receiver: String, mode: String, reason: String, until: Timestamp?, actor: String
    ) async throws(ControlError) -> JSONValue {
        try await post(
            "receivers", receiver, "pause",
            body: [
                "mode": .string(mode), "reason": .string(reason),
                "until": until.map { .string($0.description) } ?? .null,
            ])
    }

    public func resume(_ receiver: String, reason: String, actor: String) async throws(ControlError) -> JSONValue {
        try await post("receivers", receiver, "resume", body: ["reason": .string(reason)])
    }

    // MARK: Catalogs

    public func catalogImport(
        _ catalog: String, csv: String, dryRun: Bool, reason: String, actor: String
    ) async throws(ControlError) -> JSONValue {
        try await post(
            "catalogs", catalog, "import",
            body: ["csv": .string(csv), "dryRun": .bool(dryRun), "reason": .string(reason)])
    }

    public func catalogDiff(_ catalog: String, csv: String) async throws(ControlError) -> JSONValue {
        try await post("catalogs", catalog, "diff", body: ["csv": .string(csv)])
    }

    public func catalogAsOf(_ catalog: String, key: String?, at: Timestamp?) async throws(ControlError) -> JSONValue {
        try await get("catalogs", catalog, "as-of", query: [("key", key), ("at", at?.description)])
    }

    public func catalogExport(_ catalog: String) async throws(ControlError) -> JSONValue {
        try await get("catalogs", catalog, "export")
    }
}
