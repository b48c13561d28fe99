import ArgumentParser
import JSON

extension BenchCommand {
    struct Path: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "path",
            abstract: "The whole path and the pool alone beside raw C that does no work. Exit 1 when an event is lost or counts twice.",
            discussion: """
                Native messages of all four systems, made beforehand, go through intake, outbox, broker, pool and ledger until
                every effect is committed and acknowledged and every outcome confirmed; HTTP is left out. The raw C program
                moves as many one-event messages through a topology of the same shape. The pool is also measured alone, on a
                backlog that lies on the broker, with and without poison in it, and latency at an even rate, once more with two workers of which one is killed
                half way. Each measurement is a process of its own; figures are medians of the rounds, a ratio is of the same
                round. Stages are measured one after the other on the same events, so their sum is what the whole path would
                take without what they save by working together.

                It declares the pipeline's own exchanges and queues and deletes them, so the broker must have none of them.

                EXAMPLES
                  Benchmarks/path                                 a private broker, 5 rounds
                  lienthong bench path --config bench.yaml --only pool --backlog 1000000 --rounds 1
                  lienthong bench path --config bench.yaml --only pool --ledger-events 10000000 --format json
                  lienthong bench path --config bench.yaml --only takeover --latency-seconds 30
                """)
        @OptionGroup var common: CommonOptions
        @Option(help: "Rounds, at least 5 for figures that mean something.") var rounds = 5
        @Option(help: "Events of the whole path and of raw C, about.") var events = 60_000
        @Option(help: "Declarations instead of --events.") var declarations: Int?
        @Option(help: "Events that lie on the broker when the pool begins, about.") var backlog = 100_000
        @Option(help: "Events, at least, in the ledger before the pool is measured a second time.") var ledgerEvents = 0
        @Option(help: "Events a second while latency and takeover are measured.") var rate = 1000.0
        @Option(help: "Seconds for which each of the two is measured.") var latencySeconds = 20
        @Option(help: "Concurrent senders.") var submitters = 256
        @Option(help: "First seed of the traffic; each round has the next.") var seed: UInt64 = 62
        @Option(help: "Only these: ceiling, path, pool, poison, latency, takeover, stages; several by repeating.") var only: [PathPart] = []
        @Option(help: "Folder on a disk for the temporary stores.") var folder = "/var/tmp"
        @Option(help: "The broker's process on this machine, for its CPU time.") var brokerPid: Int?

        func validate() throws {
            guard (1...1000).contains(rounds) else { throw ValidationError("--rounds must be from 1 to 1000") }
            guard (1000...10_000_000).contains(events) else { throw ValidationError("--events must be from 1000 to 10000000") }
            guard declarations.map({ (100...1_000_000).contains($0) }) ?? true else {
                throw ValidationError("--declarations must be from 100 to 1000000")
            }
            guard (1000...10_000_000).contains(backlog) else { throw ValidationError("--backlog must be from 1000 to 10000000") }
            guard (0...1_000_000_000).contains(ledgerEvents) else {
                throw ValidationError("--ledger-events must be from 0 to 1000000000")
            }
            guard (1...100_000).contains(rate) else { throw ValidationError("--rate must be from 1 to 100000") }
            guard (5...3600).contains(latencySeconds) else { throw ValidationError("--latency-seconds must be from 5 to 3600") }
            guard (1...4096).contains(submitters) else { throw ValidationError("--submitters must be from 1 to 4096") }
        }

        func run() async throws {
            try BenchCommand.refuseDebug()
            var wanted = events
            if let declarations {
                wanted = Int(Double(declarations) * (try PathTraffic.sample(seed: seed).eventsPerDeclaration))
            }
            let plan = PathPlan(
                parts: only.isEmpty ? Set(PathPart.allCases) : Set(only), rounds: rounds, seed: seed, events: wanted,
                backlog: backlog, rate: rate, latencySeconds: latencySeconds, ledgerEvents: ledgerEvents,
                submitters: submitters, folder: folder, brokerPID: brokerPid)
            let bench = PathBench(
                configuration: try common.configuration(), configurationFile: common.config, plan: plan)
            let figures = try await Interruptible.run { try await bench.run() }
            common.print(figures.json) { figures.text }
            if !figures.check.isClean {
                throw CommandFailure(
                    .no,
                    "\(figures.check.lost) events lost, \(figures.check.appliedTwice) applied twice, \(figures.check.parked) parked")
            }
        }
    }

    struct Fill: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Fill the partition queues with simulated events and leave them there, for a worker of any make.",
            discussion: """
                Declares the pipeline's exchanges and queues anew, empty, so the broker must have none but those of an earlier
                bench. Prints how many events and messages lie in which queue.

                EXAMPLE
                  lienthong bench fill --config bench.yaml --events 100000 --format json
                """)
        @OptionGroup var common: CommonOptions
        @Option(help: "Events, about.") var events = 100_000
        @Option(help: "Seed of the traffic.") var seed: UInt64 = 62
        @Option(help: "Concurrent senders.") var submitters = 256
        @Option(help: "Folder on a disk for the temporary stores.") var folder = "/var/tmp"

        func validate() throws {
            guard (1000...10_000_000).contains(events) else { throw ValidationError("--events must be from 1000 to 10000000") }
            guard (1...4096).contains(submitters) else { throw ValidationError("--submitters must be from 1 to 4096") }
        }

        func run() async throws {
            let fill = PathFill(
                configuration: try common.configuration(), events: events, seed: seed, submitters: submitters,
                folder: folder)
            let json = try await Interruptible.run { try await fill.run() }
            common.print(json) { Table.lines(json) }
        }
    }

    /// What a child process does; prints one line.
    struct PathWorking: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "path-work", abstract: "The work of one measurement, on a broker that is prepared.",
            shouldDisplay: false)
        @OptionGroup var common: CommonOptions
        @Argument var mode: String
        @Option var data: String
        @Option var seed: UInt64 = 62
        @Option var declarations = 1
        @Option var submitters = 1
        @Option var expected = 0
        @Option var events = 0
        @Option var rate = 1000.0
        @Option var brokerPid: Int?
        @Option(help: "Name of a worker.") var process: String?
        @Option(help: "The partitions of a worker; all by default.") var partitions: String?
        @Flag var leash = false

        func run() async throws {
            if leash { Leash.hold() }
            var configuration = try common.configuration()
            configuration.data = data
            if mode == PathWorker.mode, let process {
                return try await PathWorker.work(configuration, process: process, partitions: partitions)
            }
            guard let mode = PathWork.Mode(rawValue: mode) else { throw ValidationError("there is no work \(mode)") }
            let work = PathWork(
                configuration: configuration, traffic: PathTraffic(seed: seed, declarations: declarations),
                submitters: submitters, expected: expected, events: events, rate: rate,
                broker: BrokerCPU(pid: brokerPid), configurationFile: common.config)
            let measurement = try await TopologyCommand.reporting { try await work.run(mode) }
            print(String(decoding: measurement.json.bytes, as: UTF8.self))
        }
    }
}
