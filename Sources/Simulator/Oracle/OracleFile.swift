import Foundation
import JSON

/// The oracle on disk: one JSON object a line.
public enum OracleFile {
    /// - Throws: errors of the file system.
    public static func write(_ entries: [OracleEntry], to path: String) throws {
        var bytes: [UInt8] = []
        for entry in entries {
            entry.json.write(into: &bytes)
            bytes.append(0x0A)
        }
        try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    /// - Throws: `OracleFileError` with the line that is not an entry, or errors of the file system.
    public static func read(_ path: String) throws -> [OracleEntry] {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        var entries: [OracleEntry] = []
        for (index, line) in bytes.split(separator: 0x0A).enumerated() {
            guard let json = try? JSON.parse(Array(line)), let entry = OracleEntry(json: json) else {
                throw OracleFileError(line: index + 1)
            }
            entries.append(entry)
        }
        return entries
    }
}

public struct OracleFileError: Error, Sendable, CustomStringConvertible {
    public let line: Int

    public var description: String { "line \(line) is not an entry of an oracle" }
}
