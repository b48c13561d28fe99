import JSON

/// The one encoding of events: CloudEvents 1.0 in the JSON event format, structured mode.
///
/// Attributes always come in the same order, `data` last, so that the same draft gives the same bytes.
/// Specification: CloudEvents 1.0.2 core, JSON event format, partitioning, sequence and distributed tracing extensions;
/// `recordedtime` is the recorded time extension.
public enum EventCodec {
    public static let contentType = "application/cloudevents+json"

    /// Encodes an accepted event. `sequence` is written with 20 digits, so that the text sorts as the number does.
    /// - Throws: `undecodable` naming the attribute that CloudEvents or this pipeline does not allow; `tooLarge` for an
    ///   attribute, a routing key, a depth or an event over its limit. Nothing here can pass by repeating.
    public static func encode(
        _ draft: EventDraft, sequence: UInt64, recordedTime: Timestamp, partitioning: Partitioning
    ) throws(BusError) -> EncodedEvent {
        try check(draft, recordedTime)
        var writer = JSONWriter()
        writer.attributes(of: draft)
        writer.acceptance(sequence, recordedTime, traceparent: draft.traceparent)
        writer.data(of: draft)
        return try encoded(draft, writer, partitioning)
    }

    /// As `encode` of the draft itself, with the text that is written already.
    public static func encode(
        _ written: WrittenDraft, sequence: UInt64, recordedTime: Timestamp, partitioning: Partitioning
    ) throws(BusError) -> EncodedEvent {
        try check(written.draft, recordedTime)
        // The acceptance has at most 150 bytes, unless its trace is unusually long.
        var writer = JSONWriter(reserving: written.text.count + 150)
        written.text.withUnsafeBytes { text in
            writer.put(UnsafeRawBufferPointer(rebasing: text[..<written.attributesEnd]))
            writer.acceptance(sequence, recordedTime, traceparent: written.draft.traceparent)
            writer.put(UnsafeRawBufferPointer(rebasing: text[written.attributesEnd...]))
        }
        return try encoded(written.draft, writer, partitioning)
    }

    private static func encoded(
        _ draft: borrowing EventDraft, _ writer: borrowing JSONWriter, _ partitioning: Partitioning
    ) throws(BusError) -> EncodedEvent {
        guard writer.count <= Limits.eventBytes else {
            throw BusError(.tooLarge, "event of \(writer.count) bytes; at most \(Limits.eventBytes)")
        }
        return EncodedEvent(
            id: draft.id, type: draft.type, time: draft.time, partitionKey: draft.partitionKey,
            routingKey: partitioning.routingKey(for: draft.type, key: draft.partitionKey), bytes: writer.bytes)
    }

    /// Decodes one event. Attributes that are not ours are let by.
    /// - Throws: `tooLarge`, or `undecodable` naming the attribute that is missing or wrong, or the byte where the text
    ///   stops being JSON.
    public static func decode(_ bytes: [UInt8]) throws(BusError) -> Event {
        try decode(bytes[...])
    }

    /// As `decode(_:)` of an array; offsets in errors count from the start of the slice.
    public static func decode(_ bytes: ArraySlice<UInt8>) throws(BusError) -> Event {
        guard bytes.count <= Limits.eventBytes else {
            throw BusError(.tooLarge, "event of \(bytes.count) bytes; at most \(Limits.eventBytes)")
        }
        if let event = bytes.withUnsafeBytes(inOurForm) { return event }
        let json: JSONValue
        do {
            json = try JSON.parse(bytes)
        } catch {
            throw BusError(.undecodable, "event is not acceptable: \(error)", cause: error)
        }
        return try AttributeReader(json).event()
    }

    private static func check(_ draft: EventDraft, _ recordedTime: Timestamp) throws(BusError) {
        try AttributeRule.id.check(draft.id)
        try AttributeRule.source.check(draft.source)
        try AttributeRule.type.check(draft.type.rawValue)
        if let subject = draft.subject { try AttributeRule.subject.check(subject) }
        try AttributeRule.partitionKey.check(draft.partitionKey)
        if let traceparent = draft.traceparent { try AttributeRule.traceparent.check(traceparent) }
        guard draft.time.isWritable else { throw BusError(.undecodable, "attribute time is outside the years 1 to 9999") }
        guard recordedTime.isWritable else {
            throw BusError(.undecodable, "attribute recordedtime is outside the years 1 to 9999")
        }
        guard EventType.isValid(draft.type.rawValue) else { throw BusError(.undecodable, "attribute type has not our form") }
        // The event itself is one level around its data.
        let depth = draft.data.depth
        guard depth < Limits.jsonDepth else {
            throw BusError(.tooLarge, "data has \(depth) levels; at most \(Limits.jsonDepth - 1)")
        }
    }

    private static func inOurForm(_ text: UnsafeRawBufferPointer) -> Event? {
        var reader = EventReader(text)
        guard let event = reader.event(), reader.isAtEnd else { return nil }
        return event
    }
}
