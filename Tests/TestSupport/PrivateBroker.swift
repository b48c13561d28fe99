import Foundation
import Synchronization

/// A RabbitMQ node of this test process alone, in a temporary folder, on free loopback ports.
///
/// `shared()` starts one on first use (a few seconds) and every suite uses it, each test in a virtual host of its own.
/// Tests that kill, suspend or starve the node start their own with `start()`. A watcher, which sees the test process end
/// by the end of a pipe, stops the node and deletes the folder, also after a crash.
public final class PrivateBroker: Sendable {
    public let host = "127.0.0.1"
    public let port: Int
    public let user = "lienthong"
    public let password: String
    /// The virtual host that every node has.
    public let virtualHost = "lienthong"
    public let folder: String
    /// Of its management HTTP API on `host`; nil without the plugin.
    public let managementPort: Int?
    private let counter = Atomic<Int>(0)
    /// The write end of the pipe the watcher listens to; open as long as the process lives or until `discard()`.
    private let leash: Mutex<FileHandle?>

    /// - Parameter leash: nil for a member of a `PrivateCluster`, which has one for all.
    init(port: Int, password: String, folder: String, managementPort: Int? = nil, leash: FileHandle?) {
        self.port = port
        self.password = password
        self.folder = folder
        self.managementPort = managementPort
        self.leash = Mutex(leash)
    }

    private static let single = Task { try await start() }

    /// The node all suites of this process share.
    public static func shared() async throws -> PrivateBroker { try await single.value }

    /// Starts a node of one's own; `discard()` ends it, else the end of the process does.
    /// - Parameters:
    ///   - settings: lines for its rabbitmq.conf, in addition to those of `deploy/broker`.
    ///   - base: the folder to make its own in; nil, the default, for the system's temporary one.
    ///   - withManagement: whether the plugin rabbitmq_management is enabled; false by default.
    public static func start(
        settings: String = "", in base: String? = nil, withManagement: Bool = false
    ) async throws -> PrivateBroker {
        var failure = ""
        // Another process may take a port between the choice and the use of it.
        for _ in 0..<5 {
            let folder = try TemporaryDirectory("lienthong-broker", in: base).path
            let leash = try watch(folder)
            let port = try FreePort.first(of: withManagement ? 4 : 3)
            let management = withManagement ? port + 3 : nil
            try FileManager.default.createDirectory(atPath: folder + "/etc/conf.d", withIntermediateDirectories: true)
            try Data(settings.utf8).write(to: URL(fileURLWithPath: folder + "/etc/conf.d/10-test.conf"))
            let result = try await Subprocess.run(
                script,
                ["start", "--data", folder, "--port", String(port)] + (management.map { ["--management", String($0)] } ?? []))
            if result.status == 0 {
                let password = try String(contentsOfFile: folder + "/password", encoding: .utf8)
                return PrivateBroker(
                    port: port, password: password, folder: folder, managementPort: management, leash: leash)
            }
            failure = result.errors
            try leash.close()
        }
        throw Subprocess.Failure(description: "no private broker: \(failure)")
    }

    static let script = script("broker")

    /// A script of the folder `deploy`.
    static func script(_ name: String) -> String {
        URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("deploy/\(name)").path
    }

    /// Starts the watcher; closing what is returned, or our end, makes it stop what runs in the folder and delete it.
    static func watch(_ folder: String, by script: String = script) throws -> FileHandle {
        try Subprocess.leashed([script, "hold", "--data", folder, "--discard"])
    }

    /// Ends the node and deletes its folder.
    public func discard() async throws {
        let handle = leash.withLock { handle in
            defer { handle = nil }
            return handle
        }
        try handle?.close()
        try await eventually("the node's folder is gone") { !FileManager.default.fileExists(atPath: folder) }
    }

    /// A virtual host of its own, to which the user has every right.
    public func makeVirtualHost(_ name: String = "test") async throws -> String {
        let number = counter.add(1, ordering: .relaxed).newValue
        let full = "\(name)-\(number)"
        try await eval(
            "ok = rabbit_vhost:add(<<\"\(full)\">>, <<\"test\">>), "
                + "ok = rabbit_auth_backend_internal:set_permissions(<<\"\(user)\">>, <<\"\(full)\">>, "
                + "<<\".*\">>, <<\".*\">>, <<\".*\">>, <<\"test\">>).")
        return full
    }

    /// `rabbitmqctl` against this node; takes about a second. Throws when it fails.
    @discardableResult
    public func ctl(_ arguments: String...) async throws -> String {
        try await run(["ctl", "--data", folder, "--"] + arguments)
    }

    /// Evaluates an Erlang expression, which ends with a full stop, on the node; takes milliseconds. Throws when it fails.
    @discardableResult
    public func eval(_ expression: String) async throws -> String {
        let answer = try await run(["eval", "--data", folder, "--", expression])
        guard answer.hasPrefix("{ok,") else { throw Subprocess.Failure(description: answer) }
        return answer
    }

    private func run(_ arguments: [String]) async throws -> String {
        let result = try await Subprocess.run(Self.script, arguments)
        guard result.status == 0 else { throw Subprocess.Failure(description: result.errors + result.output) }
        return result.output
    }
}
