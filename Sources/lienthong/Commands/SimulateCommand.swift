import ArgumentParser
import Bus
import Consumers
import Events
import Foundation
import JSON
import Simulator
import Store

struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Seeded native traffic of all four systems, with an oracle.",
        discussion: """
            EXAMPLES
              lienthong simulate --seed 7 --count 100 --out traffic
              lienthong simulate check .lienthong/quickstart/day.jsonl
            """,
        subcommands: [Run.self, Check.self], defaultSubcommand: Run.self)

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write traffic to a folder or hand it to a gateway. The same seed gives the same bytes.",
            discussion: """
                EXAMPLES
                  lienthong simulate --seed 7 --count 100 --out traffic
                  port=$(sed -n '/^gateway:/,/port:/s/.*port: //p' "$LIENTHONG_CONFIG")
                  lienthong simulate --seed 3 --count 100 --to "http://127.0.0.1:$port" \\
                    --oracle oracle.jsonl
                """)
        @OptionGroup var common: CommonOptions
        @Option(help: "Any whole number; declaration numbers contain it modulo 1000.") var seed: UInt64
        @Option(help: "Declarations, 1 to 9999999.") var count: Int
        @Option(help: "Only messages of these systems.") var systems: [String] = []
        @Option(help: "Messages a second; default: as fast as they are accepted.") var rate: Double?
        @Option(help: "Folder to write to: one file a message, and oracle.jsonl.") var out: String?
        @Option(help: "Gateway to hand over to, e.g. http://127.0.0.1:8620.") var to: String?
        @Option(help: "File for the oracle; default: OUT/oracle.jsonl.") var oracle: String?
        @Option(help: "Business time of the first declaration.") var start = "2025-03-14T08:00:00+07:00"
        @Option(help: "Hours of business time over which the declarations are spread.") var hours = 8
        @Option(help: "From when on offices have their successors' codes.") var effective = "2025-03-15T00:00:00+07:00"
        @Option(help: "Percent of messages that come twice, 0 to 100.") var duplicates = 5

        func validate() throws {
            guard (1...9_999_999).contains(count) else { throw ValidationError("--count must be from 1 to 9999999") }
            guard (out == nil) != (to == nil) else { throw ValidationError("give --out DIR or --to URL") }
            guard rate.map({ $0 > 0 }) ?? true else { throw ValidationError("--rate must be above 0") }
            guard (0...100).contains(duplicates) else { throw ValidationError("--duplicates must be from 0 to 100") }
            guard hours >= 1 else { throw ValidationError("--hours must be at least 1") }
        }

        func run() async throws {
            guard let start = Timestamp(rfc3339: start), let effective = Timestamp(rfc3339: effective) else {
                throw CommandFailure(.usage, "--start and --effective must be times like 2025-03-14T08:00:00+07:00")
            }
            var chosen = Set(SystemName.allCases)
            if !systems.isEmpty {
                chosen = []
                for name in systems.flatMap({ $0.split(separator: ",") }) {
                    guard let system = SystemName(rawValue: String(name)) else {
                        throw CommandFailure(.usage, "there is no system \(name)")
                    }
                    chosen.insert(system)
                }
            }
            let options = SimulationOptions(
                seed: seed, count: count, start: start, spanSeconds: Int64(hours) * 3600, effective: effective,
                offices: SampleOffices.all, duplicatePercent: duplicates)
            let traffic = Traffic(options, systems: chosen)
            let (messages, entries, refused) = try await hand(traffic)
            let path = oracle ?? out.map { $0 + "/oracle.jsonl" }
            if let path {
                do {
                    try OracleFile.write(entries, to: path)
                } catch {
                    throw CommandFailure(.badInput, "\(path) cannot be written: \(error.localizedDescription)")
                }
            }
            common.print([
                "declarations": .integer(Int64(entries.count)), "messages": .integer(Int64(messages)),
                "refused": .integer(Int64(refused)), "oracle": path.map(JSONValue.string) ?? .null,
            ]) {
                "\(entries.count) declarations, \(messages) messages, \(refused) refused"
            }
            if refused > 0 { throw CommandFailure(.no, "\(refused) messages were refused") }
        }

        private func hand(_ traffic: Traffic) async throws -> (messages: Int, entries: [OracleEntry], refused: Int) {
            var messages = 0
            var refused = 0
            var entries: [OracleEntry] = []
            var files = out.map(TrafficFiles.init(folder:))
            let sender = try to.map { try makeSender($0) }
            let pacing = Pacing(rate: rate)
            var progress = Progress(total: traffic.blocks, label: "blocks")
            for number in 0..<traffic.blocks {
                let block = try traffic.block(number)
                if let sender {
                    do {
                        refused += try await sender.send(block.messages, pacing: pacing.following(messages)).refused
                    } catch let error as SendingError {
                        throw CommandFailure(.unreachable, error.reason)
                    }
                } else {
                    do {
                        try files?.write(block.messages)
                    } catch {
                        throw CommandFailure(.badInput, "the folder cannot be written: \(error.localizedDescription)")
                    }
                }
                messages += block.messages.count
                entries += block.oracle
                progress.advance()
            }
            progress.finish()
            return (messages, entries, refused)
        }

        private func makeSender(_ url: String) throws -> TrafficSender {
            guard let parts = URL(string: url), parts.scheme == "http", let host = parts.host else {
                throw CommandFailure(.usage, "--to must be like http://127.0.0.1:8620")
            }
            let folder = TokenFolder(try common.configuration())
            var tokens: [SystemName: String] = [:]
            for system in SystemName.allCases { tokens[system] = try folder.token(system.rawValue) }
            return TrafficSender(host: host, port: parts.port ?? 80, tokens: tokens, rate: rate)
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compare the pipeline with an oracle. Exit 1 when something differs after waiting.",
            discussion: """
                EXAMPLES
                  lienthong simulate check .lienthong/quickstart/day.jsonl
                  lienthong simulate check .lienthong/quickstart/night.jsonl --wait 120
                """)
        @OptionGroup var common: CommonOptions
        @Argument(help: "Oracle that `simulate` wrote.") var oracle: String
        @Option(help: "Seconds to wait until everything is applied.") var wait = 60

        func run() async throws {
            let entries: [OracleEntry]
            do {
                entries = try OracleFile.read(oracle)
            } catch {
                throw CommandFailure(.badInput, "\(oracle): \(error)")
            }
            let stores = try await Stores.openExisting(common.configuration())
            let clock = ContinuousClock()
            let end = clock.now + .seconds(wait)
            var open = entries
            var differences: [String] = []
            while true {
                var still: [OracleEntry] = []
                differences = []
                for entry in open {
                    let view = try await DeclarationView.load(entry.number, from: stores.ledger)
                    let found = entry.differences(from: view?.json)
                    if !found.isEmpty {
                        still.append(entry)
                        differences += found
                    }
                }
                open = still
                guard !open.isEmpty, clock.now < end else { break }
                // Nothing wakes a reader of another process's store; only what still differs is read again.
                try await clock.sleep(for: .milliseconds(250))
            }
            await stores.close()
            common.print([
                "declarations": .integer(Int64(entries.count)),
                "differences": .array(differences.map(JSONValue.string)),
            ]) {
                (differences.prefix(20) + ["\(entries.count) declarations, \(differences.count) differences"])
                    .joined(separator: "\n")
            }
            if !differences.isEmpty { throw CommandFailure(.no, "the pipeline and the oracle differ") }
        }
    }
}
