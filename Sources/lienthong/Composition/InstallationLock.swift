import Foundation

/// What one process of an installation has to itself as long as it runs. The kernel lets go when the process dies, however it dies.
final class InstallationLock: Sendable {
    /// Something that only one process may have at a time.
    enum Part: Sendable {
        /// The whole folder for a process with all roles.
        case up
        /// A name in receipts and in the list of processes.
        case process(String)
        /// A gateway's outbox: two dispatchers of one would send everything twice.
        case outbox(String)
        /// The control role: two of them would publish the control log twice and release against each other.
        case control
        /// A watched folder (an absolute path): two gateways would take each other's files.
        case dropFolder(String)
    }

    private let descriptors: [Int32]

    /// - Parameter parts: taken in this order.
    /// - Throws: 75 while another process has one of them.
    init(_ configuration: Configuration, _ parts: [Part]) throws(CommandFailure) {
        let folder = configuration.path(configuration.data)
        var taken: [Int32] = []
        do throws(CommandFailure) {
            for part in parts { taken.append(try Self.take(part, folder)) }
        } catch {
            for descriptor in taken { close(descriptor) }
            throw error
        }
        descriptors = taken
    }

    private static func take(_ part: Part, _ data: String) throws(CommandFailure) -> Int32 {
        let (folder, file, refusal) = place(of: part, data)
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure(.unreachable, "folder \(folder) cannot be made: \(error.localizedDescription)")
        }
        let path = folder + "/" + file
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure(.unreachable, "\(path) cannot be opened: \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw CommandFailure(.tryAgain, refusal)
        }
        return descriptor
    }

    private static func place(of part: Part, _ data: String) -> (folder: String, file: String, refusal: String) {
        switch part {
        case .up: (data, "up.lock", "another `lienthong up` is running on \(data)")
        case .process(let name):
            (data, "process-\(name).lock", "another process called \(name) is running on \(data): give this one a --process of its own")
        case .outbox(let file):
            (data, file + ".lock", "another gateway, or `lienthong up`, has \(file) in \(data); a further gateway needs an --outbox of its own")
        case .control:
            (data, "control.lock", "another control role, or `lienthong up`, is running on \(data); one is enough")
        case .dropFolder(let path):
            (path, ".lienthong.lock", "another gateway watches \(path): give this one a --drop-folder of its own, or '' for none")
        }
    }

    /// Whether some process of this machine has it now. Looking takes it for an instant; who begins then is told to try again.
    static func isHeld(_ part: Part, _ configuration: Configuration) -> Bool {
        let (folder, file, _) = place(of: part, configuration.path(configuration.data))
        let descriptor = open(folder + "/" + file, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0
    }

    /// Before the end of the object.
    func release() {
        for descriptor in descriptors { flock(descriptor, LOCK_UN) }
    }

    deinit {
        for descriptor in descriptors { close(descriptor) }
    }
}
