import Foundation

@testable import TestSupport

/// A small disk of one run (tmpfs) that can be filled and given room again.
///
/// Made and used up by `with`; a watcher, which sees the test process end by the end of a pipe, unmounts and deletes it
/// also after a crash.
final class TightDisk: Sendable {
    /// The folder it is mounted on.
    let path: String
    private let folder: TemporaryDirectory
    private let leash: FileHandle

    private init(mebibytes: Int) async throws {
        folder = try TemporaryDirectory("lienthong-tight")
        path = folder.file("mount")
        leash = try Subprocess.leashed(["/bin/sh", "-c", Self.cleaning, "sh", path, folder.path])
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let result = try await Subprocess.run("/bin/mount", ["-t", "tmpfs", "-o", "size=\(mebibytes)m", "none", path])
        guard result.status == 0 else {
            try leash.close()
            throw Subprocess.Failure(description: result.errors)
        }
    }

    /// Whether this user can mount a disk; says why not.
    static func isPossible() async -> Bool {
        guard geteuid() == 0 else {
            print("no full disks: only root can mount one")
            return false
        }
        do {
            try await with(mebibytes: 1) { _ in }
            return true
        } catch {
            print("no full disks: \(error)")
            return false
        }
    }

    /// Lends a disk and takes it away afterwards, whatever happened.
    static func with(
        mebibytes: Int, isolation: isolated (any Actor)? = #isolation, _ body: (TightDisk) async throws -> Void
    ) async throws {
        let disk = try await TightDisk(mebibytes: mebibytes)
        do {
            try await body(disk)
        } catch {
            try await disk.discard()
            throw error
        }
        try await disk.discard()
    }

    /// Leaves room for so many bytes and no more.
    func fill(leaving room: Int) throws {
        let descriptor = open(ballast, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw NeverHappened(description: "no ballast on \(path)") }
        defer { close(descriptor) }
        let block = [UInt8](repeating: 0, count: 4096)
        var size = 0
        while true {
            let count = write(descriptor, block, block.count)
            if count > 0 {
                size += count
            } else if errno != EINTR {
                break
            }
        }
        guard errno == ENOSPC, ftruncate(descriptor, max(0, size - room)) == 0 else {
            throw NeverHappened(description: "\(path) could not be filled")
        }
    }

    func makeRoom() throws { try FileManager.default.removeItem(atPath: ballast) }

    private var ballast: String { path + "/ballast" }

    private func discard() async throws {
        try leash.close()
        try await eventually("the disk has gone") { !FileManager.default.fileExists(atPath: folder.path) }
    }

    /// Waits for the end of its input, then unmounts, with patience for those who are about to leave, and deletes.
    private static let cleaning = """
        cat >/dev/null
        turns=0
        while mountpoint -q "$1"; do
            umount "$1" 2>/dev/null && continue
            turns=$((turns + 1))
            [ $turns -lt 300 ] || umount -l "$1"
            sleep 0.1
        done
        rm -rf -- "$2"
        """
}
