import Foundation

/// A disk of the test's own (ext4 in a file, on a loop device) that can lose its power: what no fsync has brought to it by
/// then is gone, and every later access fails.
///
/// Made and used up by `with`; a watcher, which sees the test process end by the end of a pipe, unmounts and deletes it
/// also after a crash.
public final class PowerDisk: Sendable {
    /// The folder it is mounted on.
    public let path: String
    private let image: String
    private let folder: TemporaryDirectory
    private let leash: FileHandle

    private init(mebibytes: Int) async throws {
        folder = try TemporaryDirectory("lienthong-disk")
        path = folder.file("mount")
        image = folder.file("image")
        leash = try Subprocess.leashed(["/bin/sh", "-c", Self.cleaning, "sh", path, folder.path])
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try await Self.shell("truncate -s \(mebibytes)M \"$1\" && mkfs.ext4 -q -F \"$1\"", image)
        try await mount()
    }

    /// Lends a disk and takes it away afterwards, whatever happened.
    public static func with(
        mebibytes: Int, isolation: isolated (any Actor)? = #isolation, _ body: (PowerDisk) async throws -> Void
    ) async throws {
        let disk = try await PowerDisk(mebibytes: mebibytes)
        do {
            try await body(disk)
        } catch {
            try await disk.discard()
            throw error
        }
        try await disk.discard()
    }

    /// Whether this user can mount a disk and cut its power; says why not.
    public static func isPossible() async -> Bool {
        guard geteuid() == 0 else {
            print("no power cuts: only root can mount a disk")
            return false
        }
        do {
            try await with(mebibytes: 16) { disk in
                try disk.cut()
                try await disk.replug()
            }
            return true
        } catch {
            print("no power cuts: \(error)")
            return false
        }
    }

    /// Brings to the disk whatever has been written: for what was there long before the power failed.
    public func settle() async throws { try await Self.shell("sync -f \"$1\"", path) }

    /// Switches the power off. Whoever has files open there must end before `replug()`.
    public func cut() throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure("open") }
        defer { close(descriptor) }
        // EXT4_IOC_SHUTDOWN is _IOR('X', 125, u32); NOLOGFLUSH, 2, leaves the journal as it is.
        var flag: UInt32 = 2
        guard ioctl(descriptor, 0x8004_587D, &flag) == 0 else { throw Self.failure("EXT4_IOC_SHUTDOWN") }
    }

    /// Writes a file as nobody may who wants to keep it: without fsync.
    public func writeUnsafely(_ name: String) throws {
        // Not by Foundation, which calls fsync.
        let descriptor = open("\(path)/\(name)", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure("open") }
        defer { close(descriptor) }
        guard write(descriptor, name, name.utf8.count) == name.utf8.count else { throw Self.failure("write") }
    }

    /// Whether what was written so is there.
    public func hasKept(_ name: String) -> Bool {
        FileBytes.text("\(path)/\(name)") == name
    }

    /// Switches it on again, with what had reached the disk.
    public func replug() async throws {
        try await unmount()
        try await mount()
    }

    private func mount() async throws { try await Self.shell("mount -o loop,noatime \"$1\" \"$2\"", image, path) }

    /// Complete only when the loop device has gone too: a second one over the same file would see what the first one knew.
    private func unmount() async throws {
        try await eventually("nobody uses the disk any more") {
            (try? await Self.shell("! mountpoint -q \"$1\" || umount \"$1\"", path)) != nil
        }
        try await eventually("its loop device has gone") { try await Self.shell("losetup -j \"$1\"", image).isEmpty }
    }

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

    @discardableResult
    private static func shell(_ script: String, _ arguments: String...) async throws -> String {
        let path = (ProcessInfo.processInfo.environment["PATH"] ?? "") + ":/usr/sbin:/sbin:/usr/bin:/bin"
        let result = try await Subprocess.run("/bin/sh", ["-c", script, "sh"] + arguments, environment: ["PATH": path])
        guard result.status == 0 else { throw Subprocess.Failure(description: "\(script): \(result.errors)") }
        return result.output
    }

    private static func failure(_ what: String) -> Subprocess.Failure {
        Subprocess.Failure(description: "\(what): \(String(cString: strerror(errno)))")
    }
}
