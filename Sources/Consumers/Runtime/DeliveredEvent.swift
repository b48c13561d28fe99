public import Bus

/// An event as a consumer gets it.
public struct DeliveredEvent: Sendable {
    public var event: Event
    /// The event in its original bytes, to be kept or passed on unchanged.
    public var encoded: EncodedEvent
    /// The catalogs, for the codes that are in force at the event's business time.
    public var codes: any CodesInForce

    public init(event: Event, encoded: EncodedEvent, codes: any CodesInForce) {
        self.event = event
        self.encoded = encoded
        self.codes = codes
    }

    init(_ decoded: DecodedEvent, routingKey: String, codes: any CodesInForce) {
        event = decoded.event
        encoded = EncodedEvent(
            id: event.id, type: event.type, time: event.time, partitionKey: event.partitionKey,
            routingKey: routingKey, bytes: decoded.bytes)
        self.codes = codes
    }
}
