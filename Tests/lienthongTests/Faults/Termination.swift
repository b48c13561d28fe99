import Foundation

/// SIGTERM, from when this was made on.
struct Termination {
    private let arrivals: AsyncStream<Void>
    private let source: any DispatchSourceSignal

    init() {
        let (arrivals, arrived) = AsyncStream<Void>.makeStream()
        self.arrivals = arrivals
        // Not ignored: a child process would inherit that, and could not be ended.
        signal(SIGTERM) { _ in }
        source = DispatchSource.makeSignalSource(signal: SIGTERM, queue: .global())
        source.setEventHandler { arrived.finish() }
        source.resume()
    }

    /// Whoever has started this process kills it when the signal never comes.
    func wait() async {
        for await _ in arrivals {}
        source.cancel()
    }
}
