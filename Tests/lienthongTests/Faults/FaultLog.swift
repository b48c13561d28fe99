import Synchronization

/// What happened in one fault run, as its runner saw it.
final class FaultLog: Sendable {
    private let start = ContinuousClock.now
    private let lines = Mutex<[String]>([])

    func note(_ text: String) {
        let time = ContinuousClock.now - start
        lines.withLock { $0.append("\(time.formatted(.units(allowed: [.seconds, .milliseconds], width: .narrow))) \(text)") }
    }

    var all: [String] { lines.withLock { $0 } }
}
