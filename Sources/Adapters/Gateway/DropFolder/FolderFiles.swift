import Dispatch
import Glibc

/// File operations on a thread of their own, because they block.
struct FolderFiles: Sendable {
    private let queue: DispatchQueue

    init(label: String) { queue = DispatchQueue(label: label) }

    /// A failed call, with the system's reason.
    struct Failure: Error, CustomStringConvertible {
        var act: String
        var number: Int32

        init(_ act: String) {
            self.act = act
            number = errno
        }

        var description: String { "\(act): \(String(cString: strerror(number)))" }
    }

    func make(_ directories: [String]) async throws(Failure) {
        try await perform { () throws(Failure) in
            for directory in directories {
                var path = directory.hasPrefix("/") ? "" : "."
                for part in directory.split(separator: "/") {
                    path += "/" + part
                    guard mkdir(path, 0o750) == 0 || errno == EEXIST else { throw Failure("a directory cannot be made") }
                }
            }
        }
    }

    /// Names of the regular files in a directory; what is not UTF-8 is left alone.
    func names(in directory: String) async throws(Failure) -> [String] {
        try await perform { () throws(Failure) in
            guard let stream = opendir(directory) else { throw Failure("a directory cannot be read") }
            defer { closedir(stream) }
            var names: [String] = []
            while let entry = readdir(stream) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(validatingCString: $0) }
                }
                guard let name, Self.isRegular(directory + "/" + name) else { continue }
                names.append(name)
            }
            return names
        }
    }

    /// Reads a file; of a longer one its first `limit` bytes and one more.
    func read(_ path: String, upTo limit: Int) async throws(Failure) -> [UInt8] {
        try await perform { () throws(Failure) in
            let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
            guard file >= 0 else { throw Failure("a file cannot be opened") }
            defer { close(file) }
            var bytes = [UInt8](repeating: 0, count: limit + 1)
            var count = 0
            while count < bytes.count {
                let got = bytes.withUnsafeMutableBytes { buffer in
                    let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
                    return Glibc.read(file, rest.baseAddress, rest.count)
                }
                if got < 0, errno == EINTR { continue }
                guard got >= 0 else { throw Failure("a file cannot be read") }
                if got == 0 { break }
                count += got
            }
            bytes.removeLast(bytes.count - count)
            return bytes
        }
    }

    /// Moves a file within its file system in one step.
    /// - Returns: false when it is not there any more.
    @discardableResult
    func move(_ from: String, to: String) async throws(Failure) -> Bool {
        try await perform { () throws(Failure) in
            if rename(from, to) == 0 { return true }
            guard errno == ENOENT else { throw Failure("a file cannot be moved") }
            return false
        }
    }

    /// A name that is free in a directory: the file's own, or with a number behind it.
    func freeName(for name: String, in directory: String) async throws(Failure) -> String {
        try await perform { () throws(Failure) in
            DropFolderLayout.freeName(for: name) { name in
                var status = stat()
                return lstat(directory + "/" + name, &status) == 0
            }
        }
    }

    /// Writes a file so that it is there with all its bytes or not at all.
    func write(_ bytes: [UInt8], to path: String) async throws(Failure) {
        try await perform { () throws(Failure) in
            let part = path + ".part"
            let file = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o640)
            guard file >= 0 else { throw Failure("a file cannot be written") }
            defer { close(file) }
            var written = 0
            while written < bytes.count {
                let put = bytes.withUnsafeBytes { buffer in
                    let rest = UnsafeRawBufferPointer(rebasing: buffer[written...])
                    return Glibc.write(file, rest.baseAddress, rest.count)
                }
                if put < 0, errno == EINTR { continue }
                guard put > 0 else { break }
                written += put
            }
            guard written == bytes.count, fsync(file) == 0, rename(part, path) == 0 else {
                throw Failure("a file cannot be written")
            }
        }
    }

    private static func isRegular(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    private func perform<Result: Sendable>(
        _ body: @escaping @Sendable () throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        let outcome: Swift.Result<Result, Failure> = await withCheckedContinuation { continuation in
            queue.async {
                do throws(Failure) {
                    continuation.resume(returning: .success(try body()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try outcome.get()
    }
}
