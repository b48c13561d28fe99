import Adapters
import Simulator

/// Hands messages over at an even rate, whether earlier ones are through or not.
struct PathEvenRate: Sendable {
    /// What is accepted in this time is not counted: connections are opened, caches filled.
    static let warmUp = Duration.seconds(2)

    /// Between two messages.
    let interval: Duration

    /// - Parameters:
    ///   - rate: events a second.
    ///   - seed: of the traffic, which tells how many events a message has on average.
    init(rate: Double, seed: UInt64) throws {
        let sample = try PathTraffic.sample(seed: seed)
        interval = .seconds(sample.eventsPerDeclaration / sample.messagesPerDeclaration / rate)
    }

    /// How long it takes to hand over so many.
    func span(_ messages: Int) -> Duration { interval * messages }

    /// Returns when all are accepted.
    /// - Throws: 1 when a message is refused; `CancellationError`.
    func hand(
        _ messages: [NativeMessage], to intake: Intake, from start: ContinuousClock.Instant, _ book: AcceptanceBook
    ) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for await index in PathMetronome.beats(messages.count, every: interval, from: start) {
                group.addTask {
                    let ids = try await PathSubmitters.hand(messages[index], to: intake)
                    book.note(ids, due: start + interval * index)
                }
            }
            try Task.checkCancellation()
        }
    }
}
