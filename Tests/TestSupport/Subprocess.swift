import Foundation

/// Runs a program to its end without holding a cooperative thread.
///
/// By posix_spawn and not by Foundation's `Process`, which takes a child for running as long as any daemon it started lives.
public enum Subprocess {
    public struct Result: Sendable {
        public var status: Int32
        public var output: String
        public var errors: String
    }

    public struct Failure: Error, CustomStringConvertible {
        public var description: String

        public init(description: String) { self.description = description }
    }

    /// Waits for the end of the program; its whole output is kept, so it is for programs that say little.
    public static func run(
        _ path: String, _ arguments: [String], environment: [String: String] = [:], input: String = ""
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            // A thread of its own: waitpid(2) blocks.
            Thread.detachNewThread {
                continuation.resume(with: Swift.Result { try runBlocking(path, arguments, environment, input) })
            }
        }
    }

    private static func runBlocking(
        _ path: String, _ arguments: [String], _ environment: [String: String], _ input: String
    ) throws -> Result {
        // Files instead of pipes: a daemon that keeps the descriptors open cannot keep us waiting, and nothing can fill up.
        let folder = try TemporaryDirectory()
        defer { folder.remove() }
        try Data(input.utf8).write(to: URL(fileURLWithPath: folder.file("in")))
        let descriptors = [
            open(folder.file("in"), O_RDONLY | O_CLOEXEC),
            open(folder.file("out"), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600),
            open(folder.file("err"), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600),
        ]
        defer { for descriptor in descriptors where descriptor >= 0 { close(descriptor) } }
        let child = try spawn(path, arguments, environment: environment, descriptors: descriptors)
        return Result(
            status: try wait(for: child),
            output: try FileBytes.requiredText(folder.file("out")),
            errors: try FileBytes.requiredText(folder.file("err")))
    }

    /// Starts a program with the given descriptors as its 0, 1 and 2 and no other, in a session of its own.
    static func spawn(
        _ path: String, _ arguments: [String], environment: [String: String] = [:], descriptors: [Int32]
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (target, descriptor) in descriptors.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(target))
        }
        // A daemon must not inherit our sockets and pipes. Closing what is not open is no error here.
        for descriptor in Int32(3)..<1024 { posix_spawn_file_actions_addclose(&actions, descriptor) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The threads that Swift's tasks run on block nearly all signals, and a child inherits that: SIGTERM would never
        // reach a node.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        // POSIX_SPAWN_SETSIGMASK, and POSIX_SPAWN_SETSID: Ctrl-C on a test run must not reach it.
        posix_spawnattr_setflags(&attributes, 0x08 | 0x80)
        let all = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        var argv = ([path] + arguments).map { strdup($0) } + [nil]
        var envp = all.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, path, &actions, &attributes, &argv, &envp)
        guard code == 0 else { throw Failure(description: "\(path): \(String(cString: strerror(code)))") }
        return child
    }

    /// Starts a program that sees the end of what is returned, or our own end, by the end of its input; it says nothing.
    static func leashed(_ command: [String]) throws -> FileHandle {
        let pipe = Pipe()
        let write = pipe.fileHandleForWriting
        // Any child that inherited this end would keep the program waiting after us.
        _ = fcntl(write.fileDescriptor, F_SETFD, FD_CLOEXEC)
        let null = open("/dev/null", O_WRONLY | O_CLOEXEC)
        defer { close(null) }
        let child = try spawn(
            command[0], Array(command.dropFirst()),
            descriptors: [pipe.fileHandleForReading.fileDescriptor, null, null])
        try pipe.fileHandleForReading.close()
        // Reaped, so that it leaves no zombie behind.
        Thread.detachNewThread { _ = try? wait(for: child) }
        return write
    }

    /// The exit code, or 128 and the signal's number.
    static func wait(for child: pid_t) throws -> Int32 {
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            guard errno == EINTR else { throw Failure(description: "waitpid: \(String(cString: strerror(errno)))") }
        }
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }
}
