import Glibc

/// Whether a folder takes a new file. Asking for the rights is not enough: root has them all, also where nothing can be written.
enum WriteProbe {
    /// Makes an empty file and takes it away again.
    /// - Returns: what the system says against it; nil when it works.
    static func problem(in folder: String) -> String? {
        let path = "\(folder)/.lienthong-doctor-\(getpid())"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return String(cString: strerror(errno)) }
        close(descriptor)
        unlink(path)
        return nil
    }
}
