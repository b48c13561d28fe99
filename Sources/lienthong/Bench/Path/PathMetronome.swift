import Dispatch
import Glibc

/// Beats at an even rate, from a thread of its own.
///
/// A task that sleeps before each message sets a timer, which at a thousand messages a second takes more of the processors than
/// some of the stages that are measured, and whoever sends shares them with the pipeline here.
enum PathMetronome {
    /// - Returns: one element a beat, its number; a beat that comes late is followed by several at once. Bounded by `count`.
    static func beats(
        _ count: Int, every interval: Duration, from start: ContinuousClock.Instant
    ) -> AsyncStream<Int> {
        let (beats, continuation) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .unbounded)
        DispatchQueue(label: "path-metronome").async {
            for index in 0..<count {
                let left = (start + interval * index) - .now
                if left > .zero {
                    let (seconds, attoseconds) = left.components
                    var time = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
                    nanosleep(&time, nil)
                }
                if case .terminated = continuation.yield(index) { return }
            }
            continuation.finish()
        }
        return beats
    }
}
