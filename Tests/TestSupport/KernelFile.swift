import Glibc

/// Files under /proc: they have no size, and Foundation's reading of such files leaks a buffer each time, which the
/// address sanitizer reports.
enum KernelFile {
    /// - Returns: nil when it cannot be read, as for a process that has ended meanwhile.
    static func bytes(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "re") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 4096)
        while case let count = fread(&part, 1, part.count, file), count > 0 { bytes += part.prefix(count) }
        return ferror(file) == 0 ? bytes : nil
    }

    static func text(_ path: String) -> String? { bytes(path).map { String(decoding: $0, as: UTF8.self) } }
}
