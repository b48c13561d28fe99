import Events
import Foundation
import JSON
import TestSupport
import Testing

/// The node with the plugin rabbitmq_management that all tests of it share, and its administrator.
enum ManagedNode {
    static let administrator = "users-admin"
    static let password = UUID().uuidString

    private static let single = Task {
        let broker = try await PrivateBroker.start(withManagement: true)
        try await broker.addUser(administrator, password: password, tag: "administrator")
        return broker
    }

    static func shared() async throws -> PrivateBroker { try await single.value }
}

extension Installation {
    /// Lends an installation on the managed node, whose configuration has `broker.management`.
    static func managed(
        _ name: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: (Installation) async throws -> Void
    ) async throws {
        try await with(name, broker: ManagedNode.shared(), sourceLocation: sourceLocation) { installation in
            try installation.manage()
            try await body(installation)
        }
    }

    /// The file with the password of the management API.
    var managementPassword: String { folder.file("management-password") }

    /// Writes the configuration with `broker.management`; a running `up` keeps the one it has read.
    func manage(
        port: Int? = nil, user: String = ManagedNode.administrator, password: String = ManagedNode.password
    ) throws {
        try write()
        try setManagementPassword(password)
        let line = "  publishDeadlineSeconds: 10\n"
        let text = try String(contentsOfFile: configuration, encoding: .utf8)
        let port = try #require(port ?? broker.managementPort)
        let managed = text.replacingOccurrences(
            of: line,
            with: line + """
                  management:
                    url: http://127.0.0.1:\(port)
                    user: \(user)
                    passwordFile: management-password

                """)
        try #require(managed != text)
        try Data(managed.utf8).write(to: URL(fileURLWithPath: configuration))
    }

    func setManagementPassword(_ password: String) throws {
        try Data("\(password)\n".utf8).write(to: URL(fileURLWithPath: managementPassword))
    }

    /// The password of an attached consumer, out of its file.
    func password(of consumer: String) throws -> String {
        try String(contentsOfFile: folder.file("consumers/\(consumer)"), encoding: .utf8)
            .trimmingCharacters(in: .newlines)
    }

    /// Hands a message over that becomes an event of VNACCS.
    func declare() async throws {
        let file = folder.file("good.txt")
        try Data(try Valid.submission()).write(to: URL(fileURLWithPath: file))
        let published = try await run("publish", "vnaccs", file)
        try #require(published.exit == 0, "\(published.errors)")
    }

    /// Expects that there is no trace of a consumer: not among the attached ones, no queue, no user.
    func expectNothing(of consumer: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let list = try await run("consumer", "list", "--format", "json")
        #expect(list.json?.array?.map { $0["name"] } == ["declarations", "restructure"], sourceLocation: sourceLocation)
        let queues = try await broker.ctl("list_queues", "-p", virtualHost, "name", "--quiet")
        #expect(!queues.contains("lt.consumer."), "\(queues)", sourceLocation: sourceLocation)
        #expect(try await !broker.hasUser("lt-consumer-\(consumer)"), sourceLocation: sourceLocation)
    }

    /// Expects that whatever has been started here, `up` too, has said none of these.
    func expectUnsaid(_ secrets: [String], sourceLocation: SourceLocation = #_sourceLocation) throws {
        let said = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".out") || $0.hasSuffix(".err") }
        #expect(!said.isEmpty, sourceLocation: sourceLocation)
        for name in said {
            let text = try String(contentsOfFile: folder.file(name), encoding: .utf8)
            for secret in secrets {
                try #require(!secret.isEmpty)
                #expect(!text.contains(secret), "\(name)", sourceLocation: sourceLocation)
            }
        }
    }
}
