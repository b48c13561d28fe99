import Events
import Foundation
import JSON
import Store
import TestSupport
import Testing

extension Installation {
    /// A file of the shipped samples of the night.
    static func sample(_ name: String) -> String {
        URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("deploy/samples/night/\(name)").path
    }

    func importOffices() async throws {
        let result = try await run(
            "catalog", "import", "office", Self.sample("offices-before.csv"), "--reason", "offices of today")
        try #require(result.exit == 0, "\(result.errors)")
    }

    /// Hands simulated traffic over to its end.
    func simulate(seed: Int, count: Int, _ more: String...) async throws {
        let program = try startSimulation(seed: seed, count: count, more)
        let result = try await result(of: program, within: .seconds(180))
        try #require(result.exit == 0, "\(result.errors)")
    }

    /// Begins to hand simulated traffic over.
    func startSimulation(seed: Int, count: Int, _ more: [String] = []) throws -> RunningProgram {
        try start(
            ["simulate", "--seed", "\(seed)", "--count", "\(count)", "--to", url, "--oracle", oracle(seed)] + more,
            log: "simulate")
    }

    func oracle(_ seed: Int) -> String { folder.file("oracle-\(seed).jsonl") }

    /// Expects the pipeline to know of each declaration what the oracle says, sooner or later.
    func expectOracle(_ seed: Int, wait: Int = 60, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let result = try await run(
            "simulate", "check", oracle(seed), "--wait", "\(wait)", "--format", "json", within: .seconds(wait + 60))
        #expect(result.exit == 0, "\(result.errors)", sourceLocation: sourceLocation)
        #expect(result.json?["differences"] == [], sourceLocation: sourceLocation)
        let count = try #require(result.json?["declarations"]?.integer, sourceLocation: sourceLocation)
        #expect(count > 0, sourceLocation: sourceLocation)
    }

    /// The account, which must add up.
    func account(sourceLocation: SourceLocation = #_sourceLocation) async throws -> JSONValue {
        let result = try await run("account", "--format", "json")
        #expect(result.exit == 0, "\(result.errors)", sourceLocation: sourceLocation)
        let json = try #require(result.json, sourceLocation: sourceLocation)
        #expect(json["balanced"] == true, sourceLocation: sourceLocation)
        #expect(json["differences"] == [], sourceLocation: sourceLocation)
        return json
    }

    /// Expects that everything accepted had its effect, and returns the account.
    @discardableResult
    func expectAllProcessed(sourceLocation: SourceLocation = #_sourceLocation) async throws -> JSONValue {
        // What was accepted last is still under way when a command that hands over ends; what is missing in the end is said below.
        try? await eventually("all is processed") {
            guard let systems = try await run("account", "--format", "json").json?["systems"] else { return false }
            return SystemName.allCases.allSatisfy {
                systems[$0.rawValue]?["processed"] == systems[$0.rawValue]?["accepted"]
            }
        }
        let account = try await account(sourceLocation: sourceLocation)
        for system in SystemName.allCases {
            let counts = try #require(account["systems"]?[system.rawValue], sourceLocation: sourceLocation)
            #expect(counts["processed"] == counts["accepted"], "\(system.rawValue)", sourceLocation: sourceLocation)
        }
        return account
    }

    func show(_ number: String) async throws -> JSONValue {
        let result = try await run("declaration", "show", number, "--format", "json")
        return try #require(result.json, "\(result.errors)")
    }

    /// Everything the ledger knows: state and history of each declaration.
    func state() async throws -> [String: LedgerState] {
        let ledger = try await SQLiteLedger(path: folder.file("data/ledger.sqlite"))
        let records = Collected<DeclarationRecord>()
        try await ledger.forEachDeclaration { records.append($0) }
        var state: [String: LedgerState] = [:]
        for record in records.all {
            state[record.key] = LedgerState(
                state: String(decoding: record.state, as: UTF8.self), events: try await ledger.history(of: record.key).map(\.id))
        }
        try await ledger.close()
        return state
    }

    /// Ids of all events that the gateway has accepted.
    func acceptedIDs() async throws -> [String] {
        let outbox = try await SQLiteOutbox(path: folder.file("data/outbox.sqlite"))
        var ids: [String] = []
        try await outbox.forEachPageOfAccepted { page in ids += page.map(\.id) }
        try await outbox.close()
        return ids
    }
}
