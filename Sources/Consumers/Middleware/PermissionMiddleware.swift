public import Store

/// Lets a consumer handle only what it is allowed to; anything else is parked, so that nothing passes in silence.
public struct PermissionMiddleware: ConsumerMiddleware {
    private let allows: @Sendable (DeliveredEvent) -> Bool

    /// - Parameter allows: a pure function of the event; of its office and the codes in force, for example.
    public init(_ allows: @escaping @Sendable (DeliveredEvent) -> Bool) { self.allows = allows }

    public func handle(
        _ event: DeliveredEvent, for consumer: String, in transaction: any LedgerTransaction,
        next: (DeliveredEvent) throws -> Void
    ) throws {
        guard allows(event) else {
            throw ConsumerFailure.poison("not-permitted", "\(consumer) may not handle this event of type \(event.event.type)")
        }
        try next(event)
    }
}
