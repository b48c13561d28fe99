import ArgumentParser
import Bus
import Foundation
import JSON

struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measures beside a raw C baseline, in the same run. Needs a release build.",
        subcommands: [
            BusCommand.self, Path.self, Fill.self, Memory.self, Count.self, Work.self, PathWorking.self,
        ])

    struct BusCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "bus", abstract: "Publishing, consuming, batches and latency of the bus beside raw librabbitmq.",
            discussion: """
                Bodies of 1 KiB, quorum queues lt.bench.* that it makes and deletes on the configured broker. The bus and the C
                program raw-amqp take turns, each measurement in a process of its own; figures are medians of the rounds.

                EXAMPLES
                  lienthong bench bus --config lienthong.yaml
                  lienthong bench bus --rounds 9 --messages 100000 --format json
                  Benchmarks/bus                                  the same with a private broker
                """)
        @OptionGroup var common: CommonOptions
        @Option(help: "Rounds, at least 5 for figures that mean something.") var rounds = 5
        @Option(help: "One-event messages a measurement; batches and lone publishes follow from it.") var messages = 30_000

        func validate() throws {
            guard (1...1000).contains(rounds) else { throw ValidationError("--rounds must be from 1 to 1000") }
            guard (1000...10_000_000).contains(messages) else {
                throw ValidationError("--messages must be from 1000 to 10000000")
            }
        }

        func run() async throws {
            try BenchCommand.refuseDebug()
            let bench = BusBench(
                configuration: try common.configuration(), configurationFile: common.config, rounds: rounds,
                messages: messages)
            let figures = try await bench.run()
            common.print(figures.json) { figures.text }
        }
    }

    struct Memory: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Whether memory stays flat over many confirms and deliveries. Takes minutes; exit 1 when it grows.",
            discussion: """
                EXAMPLE
                  lienthong bench memory --confirms 400000 --deliveries 1000000
                """)
        @OptionGroup var common: CommonOptions
        @Option(help: "Messages to publish.") var confirms = 400_000
        @Option(help: "Messages to consume.") var deliveries = 1_000_000

        func validate() throws {
            guard confirms >= 10, deliveries >= 10 else { throw ValidationError("at least 10 of each") }
        }

        func run() async throws {
            try BenchCommand.refuseDebug()
            let bench = MemoryBench(
                configuration: try common.configuration(), configurationFile: common.config, confirms: confirms,
                deliveries: deliveries)
            let figures = try await bench.run()
            common.print(figures.json) { Table.lines(figures.json) }
            if !figures.isFlat { throw CommandFailure(.no, "memory grew after the first tenth") }
        }
    }

    struct Count: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Allocations and instructions a message. Benchmarks/gate runs it and compares.",
            discussion: """
                EXAMPLE
                  cc -O2 -shared -fPIC -o count.so Benchmarks/CountAllocations/count.c
                  lienthong bench count --library count.so --instructions
                """)
        @OptionGroup var common: CommonOptions
        @Option(help: "The library made of Benchmarks/CountAllocations.") var library: String
        @Flag(help: "Instructions too; needs valgrind and takes minutes.") var instructions = false
        @Option(help: "One of bus, raw; both without it.") var only: BenchContender?
        @Option(help: "Messages of the longer of two runs, whose difference counts; at least 600.") var messages = 24_000

        func validate() throws {
            guard messages >= 600 else { throw ValidationError("at least 600 messages") }
        }

        func run() async throws {
            // Allocations are counted in debug builds too, by our tests, which compare them with limits of their own.
            if instructions { try BenchCommand.refuseDebug() }
            let figures = try await CountBench(
                configuration: try common.configuration(), configurationFile: common.config,
                library: URL(fileURLWithPath: library).path, countsInstructions: instructions,
                contenders: only.map { [$0] } ?? BenchContender.allCases, messages: messages
            ).run()
            common.print(figures) { Table.lines(figures) }
        }
    }

    /// What a child process does; prints one line.
    struct Work: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The work of one measurement, on a queue that is there.", shouldDisplay: false)
        @OptionGroup var common: CommonOptions
        @Argument var mode: String
        @Option var queue: String
        @Option var messages: Int

        func run() async throws {
            guard let mode = BenchWork.Mode(rawValue: mode) else { throw ValidationError("there is no work \(mode)") }
            let access = BusAccess(try common.configuration(), logger: Bootstrap.quiet)
            let measurement = try await TopologyCommand.reporting {
                var settings = try access.settings("bench", prefetch: mode.prefetch)
                settings.publishWindow = BenchWork.window
                return try await BenchWork(mode: mode, queue: queue, count: messages, configuration: settings).run()
            }
            print(String(decoding: measurement.json.bytes, as: UTF8.self))
        }
    }

    /// Unoptimised code says nothing about speed.
    static func refuseDebug() throws(CommandFailure) {
        #if DEBUG
        throw CommandFailure(.usage, "this is a debug build; measure with one of swift build -c release")
        #endif
    }
}
