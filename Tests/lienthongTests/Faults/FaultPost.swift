import Foundation
import Synchronization
import TestSupport

/// The post of one worker of a fault run: whoever holds it ends, as the plan wants or by himself, and the next one takes it.
final class FaultPost: Sendable {
    private struct State {
        var program: RunningProgram?
        var starts = 0
        var hasLeft = false
        /// How each one but the last ended: the exit code, or 128 and the signal's number.
        var endings: [Int32] = []
    }

    /// More starts than this are a loop of crashes.
    private static let startLimit = 12

    let name: String
    private let orders: FaultOrders
    /// By start; nothing happens to later ones.
    private let faults: [[Fault]]
    /// For every start, and for the first alone.
    private let environment: [String: String]
    private let firstEnvironment: [String: String]
    private let folder: TemporaryDirectory
    private let log: FaultLog
    private let state = Mutex(State())

    init(
        _ name: String, _ orders: FaultOrders, faults: [[Fault]], environment: [String: String] = [:],
        firstEnvironment: [String: String] = [:], _ folder: TemporaryDirectory, _ log: FaultLog
    ) {
        self.name = name
        self.orders = orders
        self.faults = faults
        self.environment = environment
        self.firstEnvironment = firstEnvironment
        self.folder = folder
        self.log = log
    }

    /// Starts the next worker, as this test program once more.
    func start() throws {
        let number = state.withLock { state in
            state.starts += 1
            return state.starts
        }
        guard number <= Self.startLimit else { throw NeverHappened(description: "\(name) was started \(number - 1) times") }
        var orders = orders
        orders.faults = number <= faults.count ? faults[number - 1] : []
        orders.trace = trace(number)
        var environment = try orders.environment.merging(environment) { _, new in new }
        if number == 1 { environment.merge(firstEnvironment) { _, new in new } }
        log.note("\(name) \(number) starts: \(orders.faults)")
        let program = try RunningProgram(
            FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
            ["--testing-library", "swift-testing", "--filter", "FaultWorking"],
            output: folder.file("\(name).out"), errors: folder.file("\(name).err"), environment: environment)
        state.withLock { $0.program = program }
    }

    /// Puts the next one in the place of one that has ended and had not been told to leave.
    func mend() async throws {
        guard !hasLeft, let program, !program.isRunning else { return }
        try await ended(program)
        try start()
    }

    /// Tells whoever holds the post to finish and go.
    /// - Returns: false when he ended in another way.
    func leave() async throws -> Bool {
        guard !hasLeft else { return true }
        program?.send(SIGTERM)
        // It may come to the edge at which it stops itself only now, and between saying so and standing still.
        let waking = Task {
            while true {
                if hasSaid("fault stop") { program?.send(SIGCONT) }
                try await Task.sleep(for: .milliseconds(50))
            }
        }
        defer { waking.cancel() }
        let status = try await program?.exit(within: .seconds(90))
        log.note("\(name) leaves with \(status ?? -1)")
        state.withLock { state in
            if status == 0 { state.hasLeft = true } else { state.endings.append(status ?? -1) }
            if status != 0 { state.program = nil }
        }
        if status != 0 { try start() }
        return status == 0
    }

    /// SIGKILL from outside; returns when the process is gone. The next one starts with `mend()` or `start()`.
    func kill() async throws {
        guard !hasLeft, let program else { return }
        program.send(SIGKILL)
        try await ended(program)
    }

    func send(_ signal: Int32) {
        log.note("\(name) gets signal \(signal)")
        program?.send(signal)
    }

    private func ended(_ program: RunningProgram) async throws {
        let status = try await program.exit()
        log.note("\(name) has ended with \(status)")
        state.withLock { state in
            state.endings.append(status)
            state.program = nil
        }
    }

    private var program: RunningProgram? { state.withLock { $0.program } }
    private var hasLeft: Bool { state.withLock { $0.hasLeft } }
    private func trace(_ number: Int) -> String { folder.file("\(name)-\(number).trace") }

    var isRunning: Bool { program?.isRunning ?? false }
    var endings: [Int32] { state.withLock { $0.endings } }

    /// Whether the present one is at work, or the last one has left.
    var isReady: Bool { hasLeft || isRunning && lines(of: state.withLock { $0.starts }).contains("ready") }

    /// What each that held the post has said, by start.
    var lives: [[String]] { (0..<state.withLock { $0.starts }).map { lines(of: $0 + 1) } }

    /// What all that held the post have said.
    var lines: [String] { lives.flatMap(\.self) }

    func hasSaid(_ beginning: String) -> Bool { lines.contains { $0.hasPrefix(beginning) } }

    private func lines(of number: Int) -> [String] {
        ((try? String(contentsOfFile: trace(number), encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
    }

    /// For people: the last that each said, and the last of their logs.
    var story: [String] {
        let said = (try? String(contentsOfFile: folder.file("\(name).err"), encoding: .utf8)) ?? ""
        return (0..<state.withLock { $0.starts }).flatMap { ["-- \(name) \($0 + 1)"] + lines(of: $0 + 1).suffix(25) }
            + ["-- log of \(name)", String(said.suffix(3000))]
    }
}
