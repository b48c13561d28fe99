public import Bus

/// An event as a consumer gets it.
public struct DeliveredEvent: Sendable {
    /// Shared by the copies, because an event is handed on several times and is a dozen strings.
    private(set) var content: Content
    /// The catalogs, for the codes that are in force at the event's business time.
    public var codes: any CodesInForce

    /// - Parameter prepared: what the consumer's `prepare` has made of the event.
    public init(
        event: Event, encoded: EncodedEvent, codes: any CodesInForce, prepared: (any AnyObject & Sendable)? = nil
    ) {
        self.init(Content(event: event, encoded: encoded, prepared: prepared), codes: codes)
    }

    init(_ decoded: DecodedEvent, routingKey: String, codes: any CodesInForce) {
        self.init(Content(decoded, routingKey: routingKey, prepared: nil), codes: codes)
    }

    init(_ content: Content, codes: any CodesInForce) {
        self.content = content
        self.codes = codes
    }

    public var event: Event {
        get { content.event }
        // What was prepared belongs to the event that was.
        set { content = Content(event: newValue, encoded: content.encoded, prepared: nil) }
    }

    /// The event in its original bytes, to be kept or passed on unchanged.
    public var encoded: EncodedEvent {
        get { content.encoded }
        set { content = Content(event: content.event, encoded: newValue, prepared: content.prepared) }
    }

    /// What the consumer's own `prepare` has made of this event; nil when it made nothing, and for an event that was not
    /// prepared: one that is released after it was parked, or that came back so often that it may have killed the process.
    public var prepared: (any AnyObject & Sendable)? { content.prepared }
}

extension DeliveredEvent {
    /// All of it that is known before anybody takes it.
    final class Content: Sendable {
        let event: Event
        let encoded: EncodedEvent
        let prepared: (any AnyObject & Sendable)?

        init(event: Event, encoded: EncodedEvent, prepared: (any AnyObject & Sendable)?) {
            self.event = event
            self.encoded = encoded
            self.prepared = prepared
        }

        convenience init(_ decoded: DecodedEvent, routingKey: String, prepared: (any AnyObject & Sendable)?) {
            let draft = decoded.event.draft
            self.init(
                event: decoded.event,
                encoded: EncodedEvent(
                    id: draft.id, type: draft.type, time: draft.time, partitionKey: draft.partitionKey,
                    routingKey: routingKey, bytes: decoded.bytes),
                prepared: prepared)
        }
    }
}
