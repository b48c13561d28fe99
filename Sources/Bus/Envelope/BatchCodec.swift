import JSON

/// The wire message: CloudEvents in JSON batch format, that is, an array of events.
///
/// The events' bytes go in and come out unchanged.
public enum BatchCodec {
    public static let contentType = "application/cloudevents-batch+json"

    /// Joins encoded events to one message body, in their order.
    public static func encode(_ events: [[UInt8]]) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(events.reduce(2) { $0 + $1.count + 1 })
        body.append(UInt8(ascii: "["))
        for (place, event) in events.enumerated() {
            if place > 0 { body.append(UInt8(ascii: ",")) }
            body.append(contentsOf: event)
        }
        body.append(UInt8(ascii: "]"))
        return body
    }

    public static func encode(_ events: [EncodedEvent]) -> [UInt8] { encode(events.map(\.bytes)) }

    /// Reads a message body: a batch, or one event in structured mode.
    ///
    /// Each event stands for itself: one that is broken is one failure, and its neighbours are read. A body whose events
    /// cannot be told apart is one failure with all its bytes.
    /// - Parameter contentType: of the message; without one, a body that begins with `[` is a batch.
    /// - Returns: in the order of the batch; nothing for an empty batch.
    public static func decode(_ body: [UInt8], contentType: String?) -> [Result<DecodedEvent, DecodeFailure>] {
        switch contentType.map(MediaType.bare) {
        case Self.contentType?:
            return decodeBatch(body)
        case EventCodec.contentType?:
            return [decodeEvent(body[...])]
        case nil:
            let first = body.first { ![0x20, 0x0A, 0x0D, 0x09].contains($0) }
            return first == UInt8(ascii: "[") ? decodeBatch(body) : [decodeEvent(body[...])]
        default:
            let error = BusError(.undecodable, "content type is neither \(Self.contentType) nor \(EventCodec.contentType)")
            return [.failure(DecodeFailure(error: error, bytes: body))]
        }
    }

    private static func decodeBatch(_ body: [UInt8]) -> [Result<DecodedEvent, DecodeFailure>] {
        if let events = body.withUnsafeBytes({ inOurForm($0) }) { return events }
        do {
            return try JSON.elements(of: body).map { decodeEvent(body[$0]) }
        } catch {
            let reason = BusError(.undecodable, "batch is not acceptable: \(error)", cause: error)
            return [.failure(DecodeFailure(error: reason, bytes: body))]
        }
    }

    /// All events of a body in one pass.
    /// - Returns: nil when one of them is in another form than ours, or the batch is.
    private static func inOurForm(_ body: UnsafeRawBufferPointer) -> [Result<DecodedEvent, DecodeFailure>]? {
        var reader = EventReader(body)
        guard reader.skip("[") else { return nil }
        var events: [Result<DecodedEvent, DecodeFailure>] = []
        repeat {
            let start = reader.index
            guard let event = reader.event() else { return nil }
            events.append(.success(DecodedEvent(event: event, bytes: Array(body[start..<reader.index]))))
        } while reader.skip(",")
        return reader.skip("]") && reader.isAtEnd ? events : nil
    }

    private static func decodeEvent(_ bytes: ArraySlice<UInt8>) -> Result<DecodedEvent, DecodeFailure> {
        do {
            return .success(DecodedEvent(event: try EventCodec.decode(bytes), bytes: Array(bytes)))
        } catch {
            return .failure(DecodeFailure(error: error, bytes: Array(bytes)))
        }
    }
}
