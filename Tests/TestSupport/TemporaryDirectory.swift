import Foundation

/// An empty folder of its own for one test.
public struct TemporaryDirectory: Sendable {
    public let path: String

    /// - Parameter base: the folder to make it in; nil, the default, for the system's temporary one.
    public init(_ name: String = "lienthong", in base: String? = nil) throws {
        let base = base ?? FileManager.default.temporaryDirectory.path
        path = "\(base)/\(name)-\(UUID().uuidString.prefix(13))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    public func file(_ name: String) -> String { path + "/" + name }

    public func remove() {
        // A folder that stays behind harms nobody; a test must not fail for it.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Lends a folder and removes it afterwards, whatever happened.
    public static func with<Value>(
        _ name: String = "lienthong", isolation: isolated (any Actor)? = #isolation,
        _ body: (TemporaryDirectory) async throws -> Value
    ) async throws -> Value {
        let directory = try TemporaryDirectory(name)
        defer { directory.remove() }
        return try await body(directory)
    }
}
