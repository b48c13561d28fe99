import Foundation

/// Held by the one `up` of a data folder: two dispatchers of one outbox would send everything twice and out of order.
/// The kernel lets go of it when the process dies, however it dies.
final class InstallationLock: Sendable {
    private let descriptor: Int32

    /// - Throws: 75 while another process holds it.
    init(_ configuration: Configuration) throws(CommandFailure) {
        let folder = configuration.path(configuration.data)
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure(.unreachable, "data folder \(folder) cannot be made: \(error.localizedDescription)")
        }
        let path = folder + "/up.lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure(.unreachable, "\(path) cannot be opened: \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw CommandFailure(.tryAgain, "another `lienthong up` is running on \(folder)")
        }
    }

    func release() { flock(descriptor, LOCK_UN) }

    deinit { close(descriptor) }
}
