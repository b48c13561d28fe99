import Foundation
import JSON

/// Counts what one message costs: allocations with a preloaded library, instructions with valgrind.
///
/// Each is the slope between a short and a long run, so that starting up and connecting fall out.
struct CountBench: Sendable {
    let configuration: Configuration
    let configurationFile: String?
    /// Made of Benchmarks/CountAllocations.
    let library: String
    let countsInstructions: Bool
    let contenders: [BenchContender]
    /// Of the long run, for allocations; the short one has a sixth.
    let messages: Int

    /// How long the preloaded library puts off each wait of a connection's thread, in microseconds; nil: not at all.
    ///
    /// A turn of that thread allocates a little, whatever number of messages it takes, and how many it takes is up to the broker's
    /// rhythm. Put off, each turn finds a full window, so that what is counted is the messages' own; `single`, in which each
    /// message takes turns of its own, counts the turns.
    private static func pause(_ mode: BenchWork.Mode) -> Int? { mode == .consume ? 20_000 : nil }
    /// For instructions: valgrind is some fifty times slower.
    private static let slowRuns = (short: 1000, long: 5000)

    func run() async throws -> JSONValue {
        var result = JSONObject()
        for contender in contenders {
            var works = JSONObject()
            for mode in [BenchWork.Mode.publish, .lone, .consume, .single] {
                let allocations = try await slope(contender, mode, (messages / 6, messages)) {
                    try await self.allocations($0, $1, pause: Self.pause(mode))
                }
                var work = JSONObject()
                work["allocations"] = .rounded(allocations, 2)
                if countsInstructions {
                    let instructions = try await slope(contender, mode, Self.slowRuns) { try await self.instructions($0, $1) }
                    work["instructions"] = .rounded(instructions, 0)
                }
                works[mode.rawValue] = .object(work)
            }
            result[contender.rawValue] = .object(works)
        }
        return .object(result)
    }

    private func slope(
        _ contender: BenchContender, _ mode: BenchWork.Mode, _ runs: (short: Int, long: Int),
        _ count: (String, [String]) async throws -> Int
    ) async throws -> Double {
        // A lone publish waits for the disk each time, a single delivery for the broker.
        let scale = mode == .lone || mode == .single ? 4 : 1
        let (short, long) = (runs.short / scale, runs.long / scale)
        var counts: [Int] = []
        for messages in [short, long] {
            counts.append(
                try await BenchQueues(configuration).with("count") { queue in
                    if mode == .consume || mode == .single {
                        _ = try await BenchContender.raw.measure(
                            .publish, queue: queue, count: messages, configuration, file: configurationFile)
                    }
                    let (program, arguments) = try contender.command(
                        mode, queue: queue, count: messages, configuration, file: configurationFile)
                    return try await count(program, arguments)
                })
        }
        return Double(counts[1] - counts[0]) / Double(long - short)
    }

    private func allocations(_ program: String, _ arguments: [String], pause: Int?) async throws -> Int {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("lt-count-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        var environment = ["LD_PRELOAD": library, "LT_ALLOCATIONS": file.path]
        environment["LT_PAUSE"] = pause.map(String.init)
        let ended = try await ChildProcess.run(program, arguments, environment: environment)
        _ = try BenchContender.measurement(ended, of: program)
        guard let text = try? String(contentsOf: file, encoding: .utf8), let first = text.split(separator: " ").first,
            let count = Int(first)
        else { throw CommandFailure(.badInput, "\(library) did not count") }
        return count
    }

    private func instructions(_ program: String, _ arguments: [String]) async throws -> Int {
        let ended = try await ChildProcess.run(
            "/usr/bin/env",
            ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", program] + arguments,
            // For its sigsuspend, without which older valgrinds crash.
            environment: ["LD_PRELOAD": library], keepingErrors: true)
        _ = try BenchContender.measurement(ended, of: program)
        // ==123== I   refs:      1,234,567
        for line in ended.errors.split(separator: "\n") where line.contains("refs:") && line.contains("I ") {
            if let count = line.split(separator: ":").last.flatMap({ Int($0.filter(\.isNumber)) }) { return count }
        }
        throw CommandFailure(.badInput, "valgrind did not count")
    }
}
