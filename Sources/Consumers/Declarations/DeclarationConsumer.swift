public import Bus
public import Store

/// The pool of declarations: matches what VNACCS, the payment gateway, E-doc and the Treasury say of each declaration,
/// and publishes what follows: changes of status and conflicts.
public struct DeclarationConsumer: Consumer {
    /// CloudEvents `source` of what it publishes.
    public static let source = "/vn/customs/pipeline"

    public init() {}

    public var name: String { DeclarationRecord.consumer }

    public var entities: [EventEntity] {
        [
            EventEntity("vnaccs", "declaration"), EventEntity("vnaccs", "result"), EventEntity("vnaccs", "tax"),
            EventEntity("vnaccs", "inspection"), EventEntity("epayment", "payment"),
            EventEntity("epayment", "guarantee"), EventEntity("epayment", "answer"), EventEntity("edoc", "document"),
            EventEntity("treasury", "settlement"), EventEntity("treasury", "voucher"),
        ]
    }

    public func handle(_ event: DeliveredEvent, in transaction: any LedgerTransaction) throws {
        var session = DeclarationSession()
        try session.handle(event, in: transaction)
        try session.finish(in: transaction)
    }

    public func prepare(_ event: Event) -> (any AnyObject & Sendable)? {
        (try? DeclarationEvent(event)).map(PreparedDeclarationEvent.init)
    }

    public func session() -> any ConsumerSession { DeclarationSession() }
}
