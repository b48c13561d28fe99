import Bus
import JSON
import Synchronization

/// Passes messages on with an event that no consumer can apply behind each hundred others, each of a key of its own, so that
/// nothing waits behind it.
final class PoisoningPublisher: MessagePublisher {
    /// One of so many others.
    static let share = 100

    private struct State {
        var events = 0
        var added = 0
    }

    private let publisher: any MessagePublisher
    private let state = Mutex(State())

    init(_ publisher: any MessagePublisher) { self.publisher = publisher }

    /// How many of them the broker has.
    var added: Int { state.withLock { $0.added } }

    func publish(_ messages: [OutboundMessage]) async -> [PublishOutcome] {
        var counts: [Int] = []
        var poisoned: [OutboundMessage] = []
        for message in messages {
            let (message, count) = poison(message)
            poisoned.append(message)
            counts.append(count)
        }
        let outcomes = await publisher.publish(poisoned)
        // What was not confirmed comes again, with others.
        let added = zip(outcomes, counts).reduce(0) { $0 + ($1.0.isConfirmed ? $1.1 : 0) }
        state.withLock { $0.added += added }
        return outcomes
    }

    private func poison(_ message: OutboundMessage) -> (OutboundMessage, Int) {
        let events = BatchCodec.decode(message.body, contentType: message.contentType).compactMap { try? $0.get() }
        let numbers = state.withLock { state -> Range<Int> in
            let before = state.events / Self.share
            state.events += events.count
            return before..<(state.events / Self.share)
        }
        guard let sample = events.last else { return (message, 0) }
        let added = numbers.compactMap { try? Self.poison(like: sample.event, number: $0) }
        var message = message
        message.body = BatchCodec.encode(events.map(\.bytes) + added.map(\.bytes))
        return (message, added.count)
    }

    /// Of a type that the pool reads, and without anything that it must have.
    private static func poison(like event: Event, number: Int) throws(BusError) -> EncodedEvent {
        var draft = event.draft
        draft.id = "poison:\(number)"
        draft.partitionKey = "poison-\(number)"
        draft.data = .object(JSONObject())
        return try EventCodec.encode(
            draft, sequence: event.sequence, recordedTime: event.recordedTime, partitioning: .standard)
    }
}
