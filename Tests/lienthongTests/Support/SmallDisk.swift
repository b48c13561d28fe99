import Foundation

@testable import TestSupport

/// A disk of a few mebibytes that one process alone sees, and that ends with it.
struct SmallDisk: Sendable {
    let mebibytes: Int

    /// Whether this user may mount something in a namespace of his own.
    static func isPossible() async -> Bool {
        let result = try? await Subprocess.run("/usr/bin/unshare", ["-rm", "mount", "-t", "tmpfs", "-o", "size=1m", "none", "/mnt"])
        return result?.status == 0
    }

    /// The command with this disk mounted on a folder. Nothing is forked, so that the process is the one that is started.
    func command(_ command: [String], at folder: String) throws -> [String] {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let script = "mount -t tmpfs -o size=\(mebibytes)m none \"$1\" && shift && exec \"$@\""
        return ["/usr/bin/unshare", "-rm", "/bin/sh", "-c", script, "sh", folder] + command
    }
}
