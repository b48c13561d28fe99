import Glibc

/// Reads files that may be empty or have no size, as those under /proc: Foundation leaks a buffer for each such file, which
/// the address sanitizer reports.
public enum FileBytes {
    /// - Returns: nil when it cannot be read, as for a process that has ended meanwhile.
    public static func read(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "re") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 4096)
        while case let count = fread(&part, 1, part.count, file), count > 0 { bytes += part.prefix(count) }
        return ferror(file) == 0 ? bytes : nil
    }

    public static func text(_ path: String) -> String? { read(path).map { String(decoding: $0, as: UTF8.self) } }

    /// For a file that must be there: what cannot be read is no empty text.
    public static func requiredText(_ path: String) throws -> String {
        guard let bytes = read(path), let text = String(validating: bytes, as: UTF8.self) else {
            throw NeverHappened(description: "\(path) can be read as UTF-8")
        }
        return text
    }
}
