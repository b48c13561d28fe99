import Foundation
import Store
import Synchronization

/// Counts the crossings of each edge in a worker process, and does to it what its orders say.
final class FaultEdges: Sendable {
    private let faults: [Fault]
    private let trace: FaultTrace
    private let gate: FaultGate
    private let clock: FaultClock
    private let crossings = Mutex<[FaultEdge: Int]>([:])

    init(_ orders: FaultOrders, _ trace: FaultTrace) {
        faults = orders.faults
        self.trace = trace
        gate = FaultGate(path: orders.gate)
        clock = FaultClock(path: orders.clock)
    }

    /// To be called on the thread that crosses: it goes on only when the fault is over.
    /// - Parameter settle: called when a fault is about to happen, to bring about what the edge stands for.
    func cross(_ edge: FaultEdge, settle: () -> Void = {}) {
        let crossing = crossings.withLock { crossings in
            crossings[edge, default: 0] += 1
            return crossings[edge, default: 0]
        }
        trace.say("\(edge) \(crossing)")
        for fault in faults where fault.edge == edge && fault.crossing == crossing {
            settle()
            trace.say("fault \(fault)")
            perform(fault.act)
        }
    }

    private func perform(_ act: Fault.Act) {
        switch act {
        case .kill: kill(getpid(), SIGKILL)
        case .stop:
            // To this thread: it would go on for a while if another one took the signal.
            raise(SIGSTOP)
            trace.say("woken")
        case .hold:
            gate.wait()
            trace.say("let go")
        case .dayForward: jump(FaultClock.day)
        case .dayBack: jump(-FaultClock.day)
        }
    }

    private func jump(_ seconds: Int64) {
        let before = SystemClock.now().milliseconds
        do {
            try clock.jump(by: seconds)
        } catch {
            trace.say("broken \(error)")
        }
        // Or the run would prove nothing.
        if abs(SystemClock.now().milliseconds - before) < FaultClock.day * 900 { trace.say("broken: the clock has not jumped") }
    }
}
