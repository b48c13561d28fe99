import Bus
import Consumers
import JSON

/// One line of `journal tail`.
struct JournalLine {
    private let entry: JournalTail.Entry
    private let withPayload: Bool

    init(_ entry: JournalTail.Entry, withPayload: Bool) {
        self.entry = entry
        self.withPayload = withPayload
    }

    /// One JSON object without line ends.
    var json: String {
        var members: [(String, JSONValue)] = [
            ("offset", .integer(Int64(clamping: entry.offset))), ("routingKey", .string(entry.routingKey)),
        ]
        switch entry.result {
        case .success(let decoded):
            let event = decoded.event
            members += [
                ("id", .string(event.id)), ("type", .string(event.type.rawValue)),
                ("time", .string(event.time.description)), ("recorded", .string(event.recordedTime.description)),
                ("subject", event.draft.subject.map(JSONValue.string) ?? .null), ("key", .string(event.partitionKey)),
            ]
            if withPayload { members.append(("data", event.data)) }
        case .failure(let failure):
            members.append(("undecodable", .string(failure.error.reason)))
        }
        let object = JSONObject(members.map { JSONObject.Member(key: $0.0, value: $0.1) })
        return String(decoding: JSONValue.object(object).bytes, as: UTF8.self)
    }

    var text: String {
        switch entry.result {
        case .success(let decoded):
            let event = decoded.event
            let line = [
                String(entry.offset), event.time.description, event.type.rawValue, event.partitionKey,
                event.draft.subject ?? "-", event.id,
            ].joined(separator: "  ")
            return withPayload ? line + "\n" + event.data.prettyText : line
        case .failure(let failure):
            return "\(entry.offset)  cannot be read: \(failure.error.reason)"
        }
    }
}
