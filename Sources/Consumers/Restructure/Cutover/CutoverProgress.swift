import JSON
import Synchronization

/// The run as its runner wrote it last, and the generation of that record.
final class CutoverProgress: Sendable {
    private struct State: Sendable {
        var run: CutoverRun
        var generation: Int64
    }

    private let state: Mutex<State>

    init(_ run: CutoverRun, generation: Int64) { state = Mutex(State(run: run, generation: generation)) }

    var run: CutoverRun { state.withLock { $0.run } }
    var generation: Int64 { state.withLock { $0.generation } }

    /// The record was written once more.
    func wrote(_ run: CutoverRun) {
        state.withLock { state in
            state.run = run
            state.generation += 1
        }
    }

    /// Something for the next write.
    func note(after: JSONValue, step: Int) { state.withLock { $0.run.steps[step].after = after } }
}
