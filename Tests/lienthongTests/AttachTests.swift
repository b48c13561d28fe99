import Bus
import Events
import Foundation
import JSON
import TestSupport
import Testing

extension Running {
    /// Consumers of others: attached with and without history, listed, detached.
    @Suite struct Attaching {
        @Test("A consumer from the first event gets history, what came meanwhile and what comes after, each once, in order")
        func fromFirst() async throws {
            try await Installation.with("attach-first") { installation in
                try await installation.up()
                try await installation.importOffices()
                try await installation.simulate(seed: 71, count: 20)
                try await installation.expectAllProcessed()
                // Traffic goes on while the consumer is attached and fed.
                let traffic = try installation.startSimulation(seed: 72, count: 20)
                let attached = try await installation.run(
                    "consumer", "attach", "late", "--to", "#", "--from", "first", "--format", "json")
                #expect(attached.exit == 0, "\(attached.errors)")
                #expect(attached.json?["from"] == "first")
                #expect(try await installation.result(of: traffic, within: .seconds(180)).exit == 0)
                try await installation.live("late")
                try await installation.simulate(seed: 73, count: 5)
                try await installation.expectAllProcessed()
                try await installation.expectSame("late")
            }
        }

        @Test("What has just come is in the journal for `journal tail`, and for a consumer that is attached in the same second")
        func atOnce() async throws {
            try await Installation.with("attach-at-once") { installation in
                try await installation.up()
                let file = installation.folder.file("good.txt")
                try Data(try Valid.submission()).write(to: URL(fileURLWithPath: file))
                #expect(try await installation.run("publish", "vnaccs", file).exit == 0)
                try await eventually("the event is in the journal") {
                    try await installation.run("journal", "tail", "--from", "first").output.contains("vnaccs.declaration")
                }
                let attached = try await installation.run("consumer", "attach", "late", "--to", "#", "--from", "first")
                #expect(attached.exit == 0, "\(attached.errors)")
                try await installation.live("late")
                try await installation.expectSame("late")
            }
        }

        @Test("A feeder that is killed goes on: nothing is missing, and what came twice is marked", .timeLimit(.minutes(5)))
        func killed() async throws {
            try await Installation.with("attach-killed") { installation in
                try await installation.up()
                try await installation.importOffices()
                try await installation.simulate(seed: 74, count: 40)
                let attached = try await installation.run("consumer", "attach", "late", "--to", "#", "--from", "first")
                #expect(attached.exit == 0, "\(attached.errors)")
                try await installation.kill()
                try await installation.up()
                try await installation.live("late")
                try await installation.simulate(seed: 75, count: 5)
                try await installation.kill()
                try await installation.up()
                try await installation.expectAllProcessed()
                try await installation.expectSame("late", allowingRepeats: true)
            }
        }

        @Test("The user is not made without the management API: its password is in a file of its owner, and its rights in another")
        func user() async throws {
            try await Installation.with("attach-user") { installation in
                try await installation.up()
                let attached = try await installation.run("consumer", "attach", "small", "--to", "epayment.#", "--format", "json")
                #expect(attached.exit == 0, "\(attached.errors)")
                #expect(attached.json?["userMade"] == false)
                #expect(attached.json?["user"] == "lt-consumer-small")
                let path = try #require(attached.json?["passwordFile"]?.string)
                let password = try String(contentsOfFile: path, encoding: .utf8).trimmingCharacters(in: .newlines)
                #expect(password.utf8.count == 64)
                let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
                #expect(mode == 0o600)
                #expect(!attached.output.contains(password) && !attached.errors.contains(password))
                let again = try await installation.run("consumer", "attach", "small", "--to", "epayment.#", "--format", "json")
                #expect(again.exit == 0)
                #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix(password), "the password stays")

                let line = try #require(attached.json?["administrator"]?.array?.first?.string)
                let file = try #require(line.split(separator: " ").last.map(String.init))
                #expect(line == "rabbitmqctl import_definitions \(file)")
                #expect(try !String(contentsOfFile: file, encoding: .utf8).contains(password))
                try await installation.broker.ctl("import_definitions", file)
                try await installation.broker.ctl("authenticate_user", "lt-consumer-small", password)
                let allowed = try await installation.broker.allowed(
                    ["lt-consumer-small"], exchanges: ["lt.events", "lt.held", "amq.default"],
                    queues: ["lt.consumer.small", "lt.consumer.smaller", "lt.journal", "lt.declarations.p00"],
                    in: installation.virtualHost)
                #expect(allowed == ["lt-consumer-small queue lt.consumer.small read"])
            }
        }

        @Test("Detaching refuses while messages wait, and leaves nothing behind when it does not")
        func detached() async throws {
            try await Installation.with("attach-detach") { installation in
                try await installation.up()
                try await installation.attach("gone", to: "#")
                let fed = try await installation.run("consumer", "attach", "fed", "--to", "#", "--from", "first")
                #expect(fed.exit == 0, "\(fed.errors)")
                try await installation.live("fed")
                let file = installation.folder.file("good.txt")
                try Data(try Valid.submission()).write(to: URL(fileURLWithPath: file))
                #expect(try await installation.run("publish", "vnaccs", file).exit == 0)
                for name in ["gone", "fed"] {
                    try await eventually("a message waits for \(name)") {
                        try await installation.row(name)["ready"]?.integer ?? 0 > 0
                    }
                    let refused = try await installation.run("consumer", "detach", name)
                    #expect(refused.exit == 1)
                    #expect(refused.errors.contains("messages wait for `\(name)`"), "\(refused.errors)")
                    #expect(try await installation.run("consumer", "detach", name, "--discard").exit == 64)
                    let done = try await installation.run(
                        "consumer", "detach", name, "--discard", "--reason", "test", "--format", "json")
                    #expect(done.exit == 0, "\(done.errors)")
                    #expect(done.json?["discarded"]?.integer ?? 0 > 0)
                    #expect(try await installation.run("consumer", "detach", name).exit == 65)
                }
                let queues = try await installation.broker.ctl("list_queues", "-p", installation.virtualHost, "name", "--quiet")
                #expect(!queues.contains("lt.consumer.") && !queues.contains("lt.feed."), "\(queues)")
                let list = try await installation.run("consumer", "list", "--format", "json")
                #expect(list.json?.array?.map { $0["name"] } == ["declarations", "restructure"])
                // The name is free again.
                try await installation.attach("gone", to: "edoc.#")
                #expect(try await installation.run("consumer", "detach", "gone").exit == 0)
                #expect(try await installation.run("audit", "verify").exit == 0)
            }
        }

        @Test("What cannot be is refused with what can")
        func refused() async throws {
            try await Installation.with("attach-refused") { installation in
                try await installation.up()
                for from in ["yesterday", "2999-01-01T00:00:00+07:00"] {
                    let refused = try await installation.run("consumer", "attach", "late", "--to", "#", "--from", from)
                    #expect(refused.exit == 65, "\(from): \(refused.errors)")
                }
                try await installation.attach("late", to: "#")
                let other = try await installation.run("consumer", "attach", "late", "--to", "#", "--from", "first")
                #expect(other.exit == 65)
                #expect(other.errors.contains("attached already, from now"))
            }
        }
    }
}

extension Installation {
    /// What `consumer list` says of one.
    func row(_ name: String) async throws -> JSONValue {
        let list = try await run("consumer", "list", "--format", "json")
        return try #require(list.json?.array?.first { $0["name"] == .string(name) }, "\(list.errors)")
    }

    /// Waits until the consumer's history is through and everything in the feed has been moved.
    func live(_ name: String) async throws {
        try await eventually("\(name) is fed") {
            let feeding = try await row(name)["feeding"]
            return feeding?["phase"] == "live" && feeding?["waiting"] == 0
        }
    }

    /// Expects in the consumer's queue what is in the journal: every event, for each key in the journal's order.
    func expectSame(_ name: String, allowingRepeats: Bool = false, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let tail = try await run("journal", "tail", "--from", "first", "--format", "json")
        #expect(tail.exit == 0, "\(tail.errors)", sourceLocation: sourceLocation)
        let journal = try tail.output.split(separator: "\n").map { line in
            let json = try JSON.parse(Array(line.utf8))
            return (key: try #require(json["key"]?.string), id: try #require(json["id"]?.string))
        }
        #expect(!journal.isEmpty, sourceLocation: sourceLocation)
        try await eventually("everything in the feed of \(name) is moved") {
            let feeding = try await row(name)["feeding"]
            return feeding?["waiting"] == 0 && feeding?["missing"] == 0
        }
        let got = try await events(of: "lt.consumer.\(name)", until: Set(journal.map(\.id)))
        if !allowingRepeats { #expect(got.count == journal.count, sourceLocation: sourceLocation) }
        #expect(Self.byKey(got) == Self.byKey(journal), sourceLocation: sourceLocation)
    }

    /// The ids of each key in the order of their first coming.
    private static func byKey(_ events: [(key: String, id: String)]) -> [String: [String]] {
        var seen: Set<String> = []
        var order: [String: [String]] = [:]
        for event in events where seen.insert(event.id).inserted { order[event.key, default: []].append(event.id) }
        return order
    }

    /// Reads a queue until each of the ids has come, and then what is still there.
    private func events(of queue: String, until wanted: Set<String>) async throws -> [(key: String, id: String)] {
        let settings = BusConfiguration(
            endpoints: [Endpoint(host: broker.host, port: broker.port)], virtualHost: virtualHost, user: broker.user,
            password: Secret(broker.password))
        let client = try AMQPTopologyClient(settings)
        var got: [(key: String, id: String)] = []
        // What a source had prefetched lies in the queue again once it has stopped: only then is the queue's length all there is.
        var left = 1
        while left > 0 {
            try await Self.read(queue, settings, until: wanted, into: &got)
            left = try await client.state(ofQueue: queue)?.messages ?? 0
        }
        await client.close()
        return got
    }

    /// Reads at least one batch with a source of its own, and goes on until none of the ids is missing.
    private static func read(
        _ queue: String, _ settings: BusConfiguration, until wanted: Set<String>, into got: inout [(key: String, id: String)]
    ) async throws {
        let source = try AMQPSource(queues: [queue], settings)
        var missing = wanted.subtracting(got.map(\.id))
        var isFirst = true
        while isFirst || !missing.isEmpty {
            isFirst = false
            let batch = try await withDeadline(.seconds(60), "events missing in \(queue)") {
                try await source.next(maximum: 64) ?? []
            }
            for delivery in batch {
                let decoded = try BatchCodec.decode(delivery.body, contentType: delivery.contentType).map { try $0.get() }
                for event in decoded.map(\.event) {
                    // Acknowledged just before the last source stopped, and forgotten by the broker.
                    if delivery.redelivered, got.contains(where: { $0.id == event.id }) { continue }
                    got.append((event.partitionKey, event.id))
                    missing.remove(event.id)
                }
            }
            source.acknowledge(batch.map(\.tag))
        }
        await source.stop()
    }
}
