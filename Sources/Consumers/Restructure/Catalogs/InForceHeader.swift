import Bus
import JSON

/// The message header `lt-in-force`: beside the unchanged events, the codes in force for them.
///
/// Its value is JSON text: an array with one element for each event of the body, in the same order; `null` for an event
/// whose codes are in force as they are, otherwise an object by catalog, code as written to code in force, e.g.
/// `[null,{"office":{"12F1":"27BI"}}]`. A code closed without a successor is mapped to `null`, one that was split to the
/// array of its candidates. The header is absent when no event of the message has anything mapped.
struct InForceHeader: Sendable {
    static let name = "lt-in-force"

    private let snapshot: CatalogSnapshot

    init(_ snapshot: CatalogSnapshot) { self.snapshot = snapshot }

    /// The delivery's body and routing key in a message to another exchange.
    func message(_ delivery: Delivery, exchange: String) -> OutboundMessage {
        var headers: [String: HeaderValue] = [:]
        if let text = text(for: delivery) { headers[Self.name] = .string(text) }
        return OutboundMessage(
            exchange: exchange, routingKey: delivery.routingKey,
            contentType: delivery.contentType ?? BatchCodec.contentType, messageID: delivery.messageID,
            headers: headers, body: delivery.body)
    }

    func text(for delivery: Delivery) -> String? {
        guard snapshot.mapsOffices else { return nil }
        return text(for: BatchCodec.decode(delivery.body, contentType: delivery.contentType).map { try? $0.get().event })
    }

    /// - Parameter events: of the message in their order; nil for one that cannot be read.
    func text(for events: [Event?]) -> String? {
        let elements = events.map { event in event.flatMap(mapping) }
        guard elements.contains(where: { $0 != nil }) else { return nil }
        return JSONValue.array(elements.map { $0 ?? .null }).text
    }

    private func mapping(_ event: Event) -> JSONValue? {
        var offices = JSONObject()
        if let code = event.data["office"]?.string {
            offices[code] = inForce(code, at: event.time)
        }
        // A short name of the organisation before the change means the office that bore it then.
        if let name = event.data["officeName"]?.string, let code = snapshot.officeCode(shortName: name, at: event.time) {
            offices[code] = inForce(code, at: event.time)
        }
        return offices.members.isEmpty ? nil : ["office": .object(offices)]
    }

    /// nil when the code stands as it is, or is not one of the catalog's.
    private func inForce(_ code: String, at time: Timestamp) -> JSONValue? {
        switch snapshot.resolve(office: code, at: time) {
        case .current(let row): row.key == code ? nil : .string(row.key)
        case .closed: .null
        case .unresolved(let candidates): .array(candidates.map { .string($0) })
        case .unknown: nil
        }
    }
}
