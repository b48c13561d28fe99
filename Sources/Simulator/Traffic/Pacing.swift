/// When the n-th message of a run may be sent.
public struct Pacing: Sendable {
    private let start: ContinuousClock.Instant
    private let rate: Double?
    private let first: Int

    /// - Parameter rate: messages a second; nil for no limit.
    public init(rate: Double?) {
        self.init(start: .now, rate: rate, first: 0)
    }

    private init(start: ContinuousClock.Instant, rate: Double?, first: Int) {
        self.start = start
        self.rate = rate
        self.first = first
    }

    /// The same schedule for messages that are counted on from `count`.
    public func following(_ count: Int) -> Pacing { Pacing(start: start, rate: rate, first: first + count) }

    /// Suspends until the message's time has come.
    func wait(for index: Int) async throws {
        guard let rate else { return }
        try await ContinuousClock().sleep(until: start + .seconds(Double(first + index) / rate))
    }
}
