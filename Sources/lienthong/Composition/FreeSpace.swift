import Glibc

/// Room on a disk.
enum FreeSpace {
    /// Bytes that this user may still write in the folder's file system; nil when it cannot be asked.
    static func bytes(at folder: String) -> Int64? {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else { return nil }
        return Int64(status.f_bavail) * Int64(status.f_frsize)
    }
}
