public import Events

extension DeliveredEvent {
    /// The event's data as a typed payload.
    /// - Returns: nil when the event is of another type.
    /// - Throws: the member that is missing or wrong; thrown on by a handler, it parks the event.
    public func payload<Payload: EventPayload>(_ type: Payload.Type) throws(PayloadError) -> Payload? {
        guard event.type == Payload.type else { return nil }
        return try Payload(json: event.data)
    }
}
