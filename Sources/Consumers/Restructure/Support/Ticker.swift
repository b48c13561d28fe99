/// Passing time for waits and rates: how long something has run, and sleeping. Tests put their own in.
///
/// Wall-clock times of records come from elsewhere; no rate or deadline here jumps with the wall clock.
public struct Ticker: Sendable {
    /// Time since some fixed instant; never goes back.
    public let elapsed: @Sendable () -> Duration
    /// Returns after the duration, or throws `CancellationError`.
    public let sleep: @Sendable (Duration) async throws -> Void

    public init(
        elapsed: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.elapsed = elapsed
        self.sleep = sleep
    }

    public init(_ clock: some Clock<Duration>) {
        let start = clock.now
        self.init(elapsed: { start.duration(to: clock.now) }, sleep: { try await clock.sleep(for: $0) })
    }

    public static let continuous = Ticker(ContinuousClock())
}
