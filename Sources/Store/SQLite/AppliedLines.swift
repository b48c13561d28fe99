import Bus
import JSON

/// A declaration's history as it stands in its row: a line of JSON for each event, `["id","type",time,"source"]`.
///
/// Part of the row that is written at each change anyway, so that an event's line costs no row, no index and no page of its own.
enum AppliedLines {
    static func write(_ events: [AppliedEvent]) -> String {
        guard !events.isEmpty else { return "" }
        var writer = JSONWriter(reserving: 160 * events.count)
        for event in events {
            writer.put("[")
            writer.string(event.id)
            writer.put(",")
            writer.string(event.type)
            writer.put(",")
            writer.value(.integer(event.time.milliseconds))
            writer.put(",")
            writer.string(event.source)
            writer.put("]\n")
        }
        return writer.withBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// By business time, then id; of an event that is there twice the first line counts.
    /// - Throws: `corrupt`.
    static func read(_ text: String) throws(StoreError) -> [AppliedEvent] {
        var events: [AppliedEvent] = []
        var known: Set<String> = []
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
            let parts = (try? JSON.parse(Array(line)))?.array ?? []
            guard parts.count == 4, let id = parts[0].string, let type = parts[1].string, let time = parts[2].integer,
                let source = parts[3].string
            else { throw StoreError(.corrupt, "a line of a declaration's history cannot be read") }
            guard known.insert(id).inserted else { continue }
            events.append(AppliedEvent(id: id, type: type, time: Timestamp(milliseconds: time), source: source))
        }
        return events.sorted { ($0.time, $0.id) < ($1.time, $1.id) }
    }
}
