import Crypto
import Foundation

/// The folder of bearer tokens: one file each, readable by its owner alone.
struct TokenFolder: Sendable {
    static let names = ["vnaccs", "epayment", "edoc", "treasury", "control"]

    private let folder: String

    init(_ configuration: Configuration) { folder = configuration.path(configuration.tokens) }

    /// - Throws: 77 when the file is missing or cannot be read.
    func token(_ name: String) throws(CommandFailure) -> String {
        let path = folder + "/" + name
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure(
                .notPermitted,
                "token file \(path) is missing or not readable: `lienthong up` makes it, for the user it runs as")
        }
        let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard !text.isEmpty else { throw CommandFailure(.badInput, "token file \(path) is empty") }
        return text
    }

    /// Makes the tokens that are missing, at random, with mode 0600.
    /// - Returns: the names of those that were made.
    func makeMissing() throws(CommandFailure) -> [String] {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw CommandFailure(.unreachable, "folder \(folder) cannot be made: \(error.localizedDescription)")
        }
        var made: [String] = []
        for name in Self.names where !FileManager.default.fileExists(atPath: folder + "/" + name) {
            let text = SymmetricKey(size: .bits256).withUnsafeBytes { bytes in
                bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            }
            let written = FileManager.default.createFile(
                atPath: folder + "/" + name, contents: Data((text + "\n").utf8),
                attributes: [.posixPermissions: 0o600])
            guard written else { throw CommandFailure(.unreachable, "token file \(folder)/\(name) cannot be written") }
            made.append(name)
        }
        return made
    }
}
