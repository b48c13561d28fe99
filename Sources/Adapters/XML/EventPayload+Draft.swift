import Bus
import Events

extension EventPayload {
    /// The event with this payload. What names a declaration is ordered with everything else about it, by the first 11
    /// digits of its number; what names none, by `key`.
    func draft(id: String, declaration: DeclarationNumber?, otherwise key: String, time: Timestamp) -> EventDraft {
        EventDraft(
            id: id, source: "/vn/customs/" + Self.type.system, type: Self.type, subject: declaration?.rawValue,
            time: time, partitionKey: declaration?.key ?? key, data: json)
    }
}
