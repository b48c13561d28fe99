import Foundation

/// The stores of a bench, in a folder of their own that goes when the bench ends.
struct PathFolder: Sendable {
    let path: String

    /// The number of the process follows.
    private static let prefix = "lienthong-bench-"

    /// - Throws: 65 for a file system in memory, where a commit costs nothing; 69 when it cannot be made.
    init(under parent: String) throws(CommandFailure) {
        guard !Self.isInMemory(parent) else {
            throw CommandFailure(.badInput, "\(parent) is in memory, where fsync costs nothing: name a folder on a disk with --folder")
        }
        Self.removeLeftovers(in: parent)
        path = parent + "/" + Self.prefix + String(getpid())
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure(.unreachable, "folder \(path) cannot be made: \(error.localizedDescription)")
        }
    }

    /// By the kernel's list of mounts; the longest mount point that the folder lies under decides.
    private static func isInMemory(_ folder: String) -> Bool {
        let place = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
        let mounts = FileManager.default.contents(atPath: "/proc/self/mounts").map { String(decoding: $0, as: UTF8.self) } ?? ""
        var longest = (point: "", kind: "")
        for line in mounts.split(separator: "\n") {
            let fields = line.split(separator: " ").map(String.init)
            guard fields.count > 2 else { continue }
            let point = fields[1]
            let holds = point == "/" || place == point || place.hasPrefix(point + "/")
            if holds, point.count >= longest.point.count { longest = (point, fields[2]) }
        }
        return ["tmpfs", "ramfs"].contains(longest.kind)
    }

    /// What benches that were killed have left.
    private static func removeLeftovers(in parent: String) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? [] where name.hasPrefix(prefix) {
            guard let pid = pid_t(name.dropFirst(prefix.count)), kill(pid, 0) != 0, errno == ESRCH else { continue }
            try? FileManager.default.removeItem(atPath: parent + "/" + name)
        }
    }

    func sub(_ name: String) -> String { path + "/" + name }

    /// - Parameter name: a folder or the beginning of file names under it: `round/outbox.sqlite` takes its WAL along.
    func remove(_ name: String) {
        let files = FileManager.default
        guard let place = name.lastIndex(of: "/") else {
            try? files.removeItem(atPath: sub(name))
            return
        }
        let folder = sub(String(name[..<place]))
        let prefix = name[name.index(after: place)...]
        for file in (try? files.contentsOfDirectory(atPath: folder)) ?? [] where file.hasPrefix(prefix) {
            try? files.removeItem(atPath: folder + "/" + file)
        }
    }

    func removeAll() { try? FileManager.default.removeItem(atPath: path) }
}
