import Foundation

/// What this process holds at this moment, as the system sees it.
public enum OwnProcess {
    /// Threads whose name begins so; the system keeps 15 characters of it.
    public static func threads(named prefix: String) -> Int {
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
        return tasks.count { id in
            FileBytes.text("/proc/self/task/\(id)/comm")?.hasPrefix(prefix) == true
        }
    }

    /// What the open descriptors stand for.
    public static func descriptors() -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []).compactMap {
            try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
        }
    }

    /// Sockets with an end at the port, the listening one aside.
    public static func sockets(to port: Int) -> Int {
        let ours = Set(descriptors())
        let hexadecimal = String(port, radix: 16, uppercase: true)
        let text = FileBytes.text("/proc/self/net/tcp") ?? ""
        return text.split(separator: "\n").dropFirst().count { line in
            let fields = line.split(separator: " ")
            guard fields.count > 9, fields[3] != "0A" else { return false }
            let ends = [fields[1], fields[2]].map { $0.split(separator: ":").last.map(String.init) ?? "" }
            return ends.contains(hexadecimal) && ours.contains("socket:[\(fields[9])]")
        }
    }
}
