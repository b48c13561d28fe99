import Bus
import Foundation
import JSON
import Testing

@testable import TestSupport

extension Running {
    /// Users of attached consumers, and who reads, by the broker's management HTTP API: the real plugin on a node of its own.
    ///
    /// Users are one for all virtual hosts of a node: each test has a name of its own for its consumer.
    @Suite struct Managing {
        @Test("attach makes the user: it reads its queue with the password of its file and may do nothing else")
        func made() async throws {
            try await Installation.managed("manage-made") { installation in
                try await installation.up()
                try await installation.attach("made-other", to: "#")
                let arguments = ["consumer", "attach", "made", "--to", "vnaccs.#", "--format", "json"]
                let attached = try await installation.result(of: installation.start(arguments))
                #expect(attached.exit == 0, "\(attached.errors)")
                #expect(attached.json?["userMade"] == true)
                #expect(attached.json?["administrator"] == [])
                #expect(attached.json?["passwordFile"] == .string(installation.folder.file("consumers/made")))
                try await installation.declare()

                let password = try installation.password(of: "made")
                let client = AttachedClient("made", password: password, of: installation)
                let types = try await client.read(["lt.consumer.made"]).map { "\($0.type)" }
                #expect(types.first?.hasPrefix("vn.customs.vnaccs.declaration.") == true, "\(types)")
                for queue in ["lt.consumer.made-other", "lt.declarations.p00", "lt.journal", "lt.poison"] {
                    #expect(try await client.refusal(ofReading: queue) == 403, "\(queue)")
                }
                for (exchange, key) in [("lt.events", "vnaccs.declaration.p00"), ("lt.held", "x"), ("", "lt.consumer.made")] {
                    #expect(try await client.refusal(ofPublishingTo: exchange, key) == 403, "`\(exchange)`")
                }
                #expect(
                    try await client.refusal { client throws(BusError) in
                        try await client.declare(QueueDeclaration(name: "lt.consumer.mine", kind: .quorum(QuorumOptions())))
                    } == .accessRefused)
                #expect(
                    try await client.refusal { client throws(BusError) in
                        try await client.declare(
                            BindingDeclaration(exchange: "lt.events", queue: "lt.consumer.made", routingKey: "#"))
                    } == .accessRefused)
                #expect(
                    try await client.refusal { client throws(BusError) in
                        try await client.delete(queue: "lt.consumer.made")
                    } == .accessRefused)

                let again = try await installation.result(of: installation.start(arguments))
                #expect(again.exit == 0, "\(again.errors)")
                #expect(again.json == attached.json)
                #expect(try installation.password(of: "made") == password)
                #expect(try await !client.read(["lt.consumer.made"]).isEmpty, "the password still holds")
                try installation.expectUnsaid([
                    password, ManagedNode.password,
                    Data("\(ManagedNode.administrator):\(ManagedNode.password)".utf8).base64EncodedString(),
                ])
            }
        }

        @Test("The user of a partitioned consumer reads all its queues and no other's")
        func partitioned() async throws {
            try await Installation.managed("manage-parts") { installation in
                try await installation.up()
                let attached = try await installation.run(
                    "consumer", "attach", "parts", "--to", "vnaccs.declaration.*", "--partitioned", "--format", "json")
                #expect(attached.exit == 0, "\(attached.errors)")
                #expect(attached.json?["userMade"] == true)
                let queues = (0..<8).map { "lt.consumer.parts.p0\($0)" }
                #expect(attached.json?["queues"] == .array(queues.map(JSONValue.string)))
                try await installation.declare()
                let client = AttachedClient("parts", password: try installation.password(of: "parts"), of: installation)
                #expect(try await !client.read(queues).isEmpty)
                let allowed = try await installation.broker.allowed(
                    ["lt-consumer-parts"], exchanges: ["lt.events", "lt.held", "amq.default"],
                    queues: queues + ["lt.consumer.parts", "lt.consumer.parts2.p00", "lt.declarations.p00", "lt.journal"],
                    in: installation.virtualHost)
                #expect(allowed == queues.map { "lt-consumer-parts queue \($0) read" })
            }
        }

        @Test("list names who reads and counts what they have in hand; detach waits for them and takes the user away")
        func listed() async throws {
            try await Installation.managed("manage-listed") { installation in
                try await installation.up()
                try await installation.attach("listed", to: "vnaccs.#")
                try await installation.declare()
                let client = AttachedClient("listed", password: try installation.password(of: "listed"), of: installation)
                let source = try AMQPSource(queues: ["lt.consumer.listed"], client.configuration)
                let batch = try await withDeadline(.seconds(60), "a message") { try await source.next(maximum: 1) ?? [] }
                #expect(batch.count == 1)
                var row: JSONValue = .null
                try await eventually("the statistics know the client and what it has") {
                    row = try await installation.row("listed")
                    let owner = row["owner"]?.array?.first?.string ?? ""
                    return row["unacked"] == 1 && owner.hasSuffix(" (listed reader-source)")
                }
                #expect(row["owner"]?.array?.count == 1)
                #expect(row["owner"]?.array?.first?.string?.hasPrefix("lt-consumer-listed at 127.0.0.1:") == true)
                #expect(row["connected"] == 1 && row["ready"] == 0 && row["lag"] == 1)
                #expect(row["rate"] != .null && row["unknownBecause"] == .null)
                let pool = try await installation.row("declarations")
                #expect(pool["owner"]?.array?.count == 1, "one process reads all partitions: \(pool["owner"] ?? .null)")
                let text = try await installation.run("consumer", "list")
                #expect(text.output.contains("lt-consumer-listed at 127.0.0.1:") && !text.output.contains("not known"))

                let refused = try await installation.run("consumer", "detach", "listed")
                #expect(refused.exit == 1)
                #expect(refused.errors.contains("1 clients of `listed` are connected"), "\(refused.errors)")
                #expect(try await installation.broker.hasUser("lt-consumer-listed"))
                source.acknowledge(batch.map(\.tag))
                try await eventually("the acknowledgement is with the broker") {
                    try await installation.row("listed")["unacked"] == 0
                }
                await source.stop()
                try await eventually("the statistics know that nobody reads") {
                    let row = try await installation.row("listed")
                    return row["owner"] == [] && row["connected"] == 0
                }

                let password = try installation.password(of: "listed")
                let done = try await installation.run("consumer", "detach", "listed", "--format", "json")
                #expect(done.exit == 0, "\(done.errors)")
                #expect(done.json?["userRemoved"] == true && done.json?["administrator"] == [])
                try await installation.expectNothing(of: "listed")
                #expect(!FileManager.default.fileExists(atPath: installation.folder.file("consumers/listed")))
                #expect(try await client.refusalOfLogin() == .authenticationFailed)
                // The name is free again, and its next user has another password.
                try await installation.attach("listed", to: "vnaccs.#")
                #expect(try installation.password(of: "listed") != password)
                #expect(try await client.refusalOfLogin() == .authenticationFailed)
                try installation.expectUnsaid([password, ManagedNode.password])
            }
        }

        @Test("With a wrong password for the management API nothing is made; the mended file counts at once")
        func wrongPassword() async throws {
            try await Installation.managed("manage-wrong") { installation in
                try installation.manage(password: "certainly-wrong")
                try await installation.up()
                let refused = try await installation.run("consumer", "attach", "wrong", "--to", "#")
                #expect(refused.exit == 77)
                #expect(
                    refused.errors.contains("refuses user and password of `\(ManagedNode.administrator)`")
                        && refused.errors.contains(installation.managementPassword), "\(refused.errors)")
                try await installation.expectNothing(of: "wrong")
                try await installation.expectUnknown(because: "refuses user and password")

                try installation.setManagementPassword(ManagedNode.password)
                try await installation.expectAttaches("wrong")
                // Detaching that could not take the user away is finished by the same command.
                try installation.setManagementPassword("certainly-wrong")
                let left = try await installation.run("consumer", "detach", "wrong")
                #expect(left.exit == 77)
                #expect(left.errors.contains("its user lt-consumer-wrong is not"), "\(left.errors)")
                #expect(try await installation.row("wrong")["detaching"] == true)
                try installation.setManagementPassword(ManagedNode.password)
                let done = try await installation.run("consumer", "detach", "wrong", "--format", "json")
                #expect(done.exit == 0, "\(done.errors)")
                #expect(done.json?["userRemoved"] == true)
                try await installation.expectNothing(of: "wrong")
                try installation.expectUnsaid(["certainly-wrong", ManagedNode.password])
            }
        }

        @Test("A user of the management API that may not make users is told which tag it needs")
        func noTag() async throws {
            try await Installation.managed("manage-tag") { installation in
                try await installation.broker.addUser("users-reader", password: "reader-secret", tag: "management")
                try installation.manage(user: "users-reader", password: "reader-secret")
                try await installation.up()
                let refused = try await installation.run("consumer", "attach", "tagged", "--to", "#")
                #expect(refused.exit == 77)
                #expect(
                    refused.errors.contains("rabbitmqctl set_user_tags users-reader administrator"), "\(refused.errors)")
                try await installation.expectNothing(of: "tagged")
                try await installation.expectUnknown(because: "set_user_tags users-reader administrator")
                try await installation.broker.setTag("administrator", of: "users-reader")
                try await installation.expectAttaches("tagged")
                try installation.expectUnsaid(["reader-secret"])
            }
        }

        @Test("While the management API is away nothing is made and list goes on without it")
        func away() async throws {
            try await Installation.managed("manage-away") { installation in
                try installation.manage(port: FreePort.any())
                try await installation.up()
                let refused = try await installation.run("consumer", "attach", "away", "--to", "#")
                #expect(refused.exit == 69)
                #expect(
                    refused.errors.contains("does not answer at 127.0.0.1:") && refused.errors.contains("rabbitmq_management"),
                    "\(refused.errors)")
                try await installation.expectNothing(of: "away")
                try await installation.expectUnknown(because: "does not answer at 127.0.0.1:")
                #expect(try await installation.stop() == 0)
                try installation.manage()
                try await installation.up()
                try await installation.expectAttaches("away")
            }
        }

        @Test("A management API that takes connections and says nothing holds neither list nor attach up for good")
        func silent() async throws {
            let silent = try ProxySocket.listen()
            defer { close(silent.descriptor) }
            try await Installation.managed("manage-silent") { installation in
                try installation.manage(port: silent.port)
                try await installation.up()
                try await installation.expectUnknown(because: "has not answered within 3 s")
                let refused = try await installation.run("consumer", "attach", "silent", "--to", "#")
                #expect(refused.exit == 69)
                #expect(refused.errors.contains("has not answered within 10 s"), "\(refused.errors)")
                try await installation.expectNothing(of: "silent")
            }
        }

        @Test("What fails after the queues are made is said so, and the same command finishes it")
        func late() async throws {
            try await Installation.managed("manage-late") { installation in
                let folder = installation.folder.file("consumers")
                try Data().write(to: URL(fileURLWithPath: folder))
                try await installation.up()
                let refused = try await installation.run("consumer", "attach", "late", "--to", "#")
                #expect(refused.exit == 69)
                #expect(refused.errors.contains("`late` is attached and its queues collect"), "\(refused.errors)")
                #expect(try await installation.row("late")["queues"] == ["lt.consumer.late"])
                try FileManager.default.removeItem(atPath: folder)
                try await installation.expectAttaches("late")
            }
        }

        @Test("A user of this name that belongs to another installation on the same broker keeps its password")
        func foreign() async throws {
            try await Installation.managed("manage-first") { first in
                try await first.up()
                try await first.attach("shared", to: "#")
                let client = AttachedClient("shared", password: try first.password(of: "shared"), of: first)
                try await Installation.managed("manage-second") { second in
                    try await second.up()
                    let refused = try await second.run("consumer", "attach", "shared", "--to", "#")
                    #expect(refused.exit == 1)
                    #expect(
                        refused.errors.contains("rights in \(first.virtualHost)")
                            && refused.errors.contains("attach under another name"), "\(refused.errors)")
                    let list = try await second.run("consumer", "list", "--format", "json")
                    #expect(list.json?.array?.map { $0["name"] } == ["declarations", "restructure"])
                }
                #expect(try await client.refusalOfLogin() == nil)
            }
        }
    }
}

extension Installation {
    /// Attaches a consumer whose user must be made, and logs in as that.
    fileprivate func expectAttaches(_ name: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let attached = try await run("consumer", "attach", name, "--to", "#", "--format", "json")
        #expect(attached.exit == 0, "\(attached.errors)", sourceLocation: sourceLocation)
        #expect(attached.json?["userMade"] == true, sourceLocation: sourceLocation)
        let client = AttachedClient(name, password: try password(of: name), of: self)
        #expect(try await client.refusalOfLogin() == nil, sourceLocation: sourceLocation)
    }

    /// Expects `consumer list` to show what it can know without the statistics, and to say why the rest is missing.
    fileprivate func expectUnknown(because reason: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let row = try await row("declarations")
        for key in ["unacked", "rate", "owner"] { #expect(row[key] == .null, "\(key)", sourceLocation: sourceLocation) }
        for key in ["ready", "lag", "connected"] {
            #expect(row[key]?.integer != nil, "\(key)", sourceLocation: sourceLocation)
        }
        let said = row["unknownBecause"]?.string ?? ""
        #expect(said.contains(reason), "\(said)", sourceLocation: sourceLocation)
        let text = try await run("consumer", "list")
        #expect(text.exit == 0, sourceLocation: sourceLocation)
        #expect(text.output.contains("rate and owner are not known: \(said)"), sourceLocation: sourceLocation)
    }
}
