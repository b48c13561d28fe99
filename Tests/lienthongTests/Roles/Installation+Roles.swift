import Adapters
import Events
import Foundation
import JSON
import Store
import TestSupport
import Testing

extension Installation {
    /// Lets the broker find out within seconds that a process no longer answers. Before anything is started.
    func shortenHeartbeat() throws {
        let text = try String(contentsOfFile: configuration, encoding: .utf8)
        let line = "  publishDeadlineSeconds: 10\n"
        try Data(text.replacing(line, with: line + "  heartbeatSeconds: 2\n").utf8)
            .write(to: URL(fileURLWithPath: configuration))
    }

    /// Starts `control` and waits until it answers.
    @discardableResult
    func startControl() async throws -> RunningProgram {
        let program = try start(["control"], log: "control")
        try await whileRunning(program, "control answers") { try await run("processes", "list").exit == 0 }
        return program
    }

    /// Starts a gateway and waits until it accepts.
    @discardableResult
    func startGateway(_ options: String..., port: Int? = nil) async throws -> RunningProgram {
        let own = port.map { ["--port", "\($0)"] } ?? []
        let program = try start(["gateway"] + options + own, log: "gateway")
        try await whileRunning(program, "the gateway accepts") { try await isReady(port: port ?? gatewayPort) }
        return program
    }

    private func isReady(port: Int) async throws -> Bool {
        do {
            let reply = try await HTTPConnection.withConnection(host: "127.0.0.1", port: port) { connection in
                try await connection.send("GET", "/v1/ready")
            }
            return reply.status == 200
        } catch is HTTPClientError {
            return false
        }
    }

    /// Starts a worker and waits until each partition that it may take has so many consumers, it and those that stand by included.
    @discardableResult
    func startWorker(_ options: String..., consumers: Int = 1, of partitions: Range<Int> = 0..<8) async throws -> RunningProgram {
        let program = try start(["worker"] + options, log: "worker")
        try await whileRunning(program, "the worker consumes") {
            let counts = try await self.consumers()
            return partitions.allSatisfy { counts[$0] == consumers }
        }
        return program
    }

    /// By partition, how many consumers the broker has: one at work, the others standing by.
    func consumers() async throws -> [Int: Int] {
        let list = try await broker.ctl("list_consumers", "-p", virtualHost, "--silent", "queue_name")
        var counts: [Int: Int] = [:]
        for line in list.split(separator: "\n") {
            guard let partition = line.firstRange(of: "lt.declarations.p").flatMap({ Int(line[$0.upperBound...]) }) else { continue }
            counts[partition, default: 0] += 1
        }
        return counts
    }

    /// Asks until the condition holds; a program that ends meanwhile says why.
    func whileRunning(_ program: RunningProgram, _ what: String, _ condition: () async throws -> Bool) async throws {
        try await eventually(what) {
            guard program.isRunning else { throw NeverHappened(description: "it ended:\n\(program.tail())") }
            return try await condition()
        }
    }

    /// What `worker list` says of the partitions, in their order; the broker's counts among it.
    func partitionLines() async throws -> [JSONValue] {
        let result = try await run("worker", "list", "--format", "json")
        return try #require(result.json?["partitions"]?.array, "\(result.errors)")
    }

    /// Names of the processes on the list that live.
    func processes() async throws -> [String] {
        let result = try await run("processes", "list", "--format", "json")
        let list = try #require(result.json?.array, "\(result.errors)")
        return list.filter { $0["alive"] == true }.compactMap { $0["name"]?.string }.sorted()
    }

    /// One line of `receivers list`.
    func receiver(_ name: String) async throws -> JSONValue {
        let result = try await run("receivers", "list", "--format", "json")
        return try #require(result.json?.array?.first { $0["receiver"]?.string == name }, "\(result.errors)")
    }

    /// Expects that no event has had its effect twice, and that nothing has an effect that was not accepted.
    func expectNothingTwice(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let accepted = try await acceptedIDs()
        let applied = try await state().values.flatMap(\.events)
        #expect(Set(applied).count == applied.count, sourceLocation: sourceLocation)
        #expect(Set(applied).isSubset(of: accepted), sourceLocation: sourceLocation)
        #expect(!applied.isEmpty, sourceLocation: sourceLocation)
    }

    /// Expects that everything that the pool found out goes to the broker, sooner or later.
    func expectOutcomesSent() async throws {
        let ledger = try await SQLiteLedger(path: folder.file("data/ledger.sqlite"))
        try await eventually("the ledger's outgoing events are sent") {
            try await ledger.outbox.unsent(after: 0, limit: 1, heldBack: []).isEmpty
        }
        #expect(try await ledger.outbox.highestPosition() > 0)
        try await ledger.close()
    }
}

extension JSONValue {
    /// The texts of a member that is a list of them.
    func texts(_ member: String) -> [String] { (self[member]?.array ?? []).compactMap(\.string) }
}
