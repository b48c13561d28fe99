/// A call of `publish` as it comes in.
struct PublishRequest: Sendable {
    var id: UInt64
    var messages: [OutboundMessage]
    var start: ContinuousClock.Instant
    var deadline: ContinuousClock.Instant
    var answer: CheckedContinuation<[PublishOutcome], Never>
}
