import Foundation

/// CPU time of the broker's process, when its number is known and it runs on this machine.
struct BrokerCPU: Sendable {
    let pid: Int?

    /// User and system time so far, in seconds; nil when it cannot be read.
    var seconds: Double? {
        guard let pid, let data = FileManager.default.contents(atPath: "/proc/\(pid)/stat") else { return nil }
        // The second field is a name in parentheses, which may contain blanks.
        let fields = String(decoding: data, as: UTF8.self).split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return nil }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}
