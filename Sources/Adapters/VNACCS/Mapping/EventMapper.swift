import Bus
import Events

/// Makes the events of one message.
struct EventMapper {
    private static let source = SystemName.vnaccs.source

    let message: ParsedMessage
    let received: Timestamp

    var header: CheckedHeader { message.header }

    /// The sender's correlation as payloads carry it.
    var reference: String { String(decoding: header.trimmedDataInfo, as: UTF8.self) }

    /// Print, stored and held outputs of one code are different outputs.
    var outputID: String { header.outputCode + "-" + (header.dataType?.rawValue ?? "") }

    func events() throws(AdapterError) -> [EventDraft] {
        var events: [EventDraft] = []
        if let result = message.result { events.append(try resultReported(result)) }
        if let body = message.body { events.append(try event(of: body)) }
        return events
    }

    private func event(of body: FormBody) throws(AdapterError) -> EventDraft {
        switch body.form.meaning {
        case .preparation(let items, let flow): try prepared(body, items, flow)
        case .submission(let flow): try submitted(body, flow)
        case .registration(let items, let flow): try registered(body, items, flow)
        case .clearance(let items, let flow): try cleared(body, items, flow)
        case .taxStatement: try taxAssessed(body)
        case .feeStatement: try feeAssessed(body)
        case .inspection(let items): try inspectionOrdered(body, items)
        }
    }

    /// - Parameters:
    ///   - id: what tells this event from others of the same input: the code that made it.
    ///   - extra: a further part of the identity, e.g. a statement number.
    func draft(
        _ payload: some EventPayload, id: String, declaration: DeclarationNumber?, time: Timestamp, extra: String? = nil
    ) -> EventDraft {
        let identity = EventIdentity(header: header)
        return EventDraft(
            id: identity.id(code: id, declaration: declaration, extra: extra), source: Self.source,
            type: type(of: payload).type, subject: declaration?.rawValue, time: time,
            partitionKey: declaration?.key ?? identity.senderKey, data: payload.json)
    }

    /// When the message itself names no business time: the centre's time of receipt, else the time in the data
    /// information, else when it was received here.
    var messageTime: Timestamp { header.centreTime ?? timeInDataInfo ?? received }

    /// Procedure (5), `yyyyMMddHHmmss` (14), counter.
    private var timeInDataInfo: Timestamp? {
        let date = HeaderField.dataInfo.offset + 5
        return Timestamp(date: date..<date + 8, time: date + 8..<date + 14, in: header.bytes)
    }
}
