public import Bus
public import Consumers
public import Events
public import JSON
public import Store
import Synchronization

/// Drives a consumer with no broker: events go in, and state, outgoing events and parked events come out, through the runtime
/// that also works in production, over a ledger in memory.
///
/// ```swift
/// let test = ConsumerTest(ReleaseNotices())
/// try await test.given(.registered(), .statusChanged(to: .cleared))
/// #expect(try await test.published().map(\.type.entity) == ["notice"])
/// try await test.givenAgain()
/// #expect(try await test.published().count == 1)
/// ```
public struct ConsumerTest: Sendable {
    /// The time of the events, of parking and of recording; stands still until it is moved.
    public let clock: TestClock
    /// What the consumer has stored.
    public let ledger: any Ledger
    private let consumer: any Consumer
    private let harness: ConsumerHarness
    private let past = Past()

    /// - Parameter codes: the catalogs that the handler sees; none by default.
    public init(_ consumer: any Consumer, clock: TestClock = TestClock(), codes: any CodesInForce = NoCatalogs()) {
        let ledger = MemoryLedger(now: { clock.now })
        self.consumer = consumer
        self.clock = clock
        self.ledger = ledger
        harness = ConsumerHarness(consumer, ledger: ledger, codes: codes, now: { clock.now })
    }

    /// Hands the events over in order; returns when each is applied, taken as a duplicate, or parked. What fails as transient is tried
    /// again as often as the consumer's policy says, without long waits.
    /// - Throws: `BusError` for an event that breaks a limit of the envelope; `StoreError`.
    public func given(_ events: TestEvent...) async throws {
        let drafts = events.map { $0.draft(now: clock.now) }
        past.events.withLock { $0 += drafts }
        try await harness.feed(drafts)
    }

    /// Everything given so far once more, as after a replay or a lost acknowledgement: it must change nothing.
    public func givenAgain() async throws { try await harness.feed(past.events.withLock { $0 }) }

    /// A message body as it is, e.g. one that is no event.
    public func given(body: [UInt8]) async throws { try await harness.feed(body: body) }

    /// The consumer's own state under the key; nil when there is none.
    public func state(_ key: String) async throws -> JSONValue? {
        try await ledger.value(key, of: consumer.name).map { try JSON.parse($0) }
    }

    /// All keys of the consumer's own state, in order.
    public func keys(prefix: String = "") async throws -> [String] {
        try await ledger.values(of: consumer.name, prefix: prefix, after: nil, limit: .max).map(\.key)
    }

    /// The events that the consumer has published, in order.
    public func published() async throws -> [Event] { try await harness.published() }

    /// The payloads of those of one type.
    public func published<Payload: EventPayload>(_ type: Payload.Type) async throws -> [Payload] {
        try await published().filter { $0.type == Payload.type }.map { try Payload(json: $0.data) }
    }

    /// What is parked, oldest first: the guilty event, and those of its key that wait behind it.
    public func parked() async throws -> [ParkedEvent] { try await harness.parked() }
}

/// What was given, in order.
private final class Past: Sendable {
    let events = Mutex<[EventDraft]>([])
}
