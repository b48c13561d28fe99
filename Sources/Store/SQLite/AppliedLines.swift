import Bus
import Glibc
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
    static func read(_ lines: [UInt8]) throws(StoreError) -> [AppliedEvent] {
        var events: [AppliedEvent] = []
        var known: Set<String> = []
        for line in lines.split(separator: UInt8(ascii: "\n")) {
            let parts = (try? JSON.parse(Array(line)))?.array ?? []
            guard parts.count == 4, let id = parts[0].string, let type = parts[1].string, let time = parts[2].integer,
                let source = parts[3].string
            else { throw StoreError(.corrupt, "a line of a declaration's history cannot be read") }
            guard known.insert(id).inserted else { continue }
            events.append(AppliedEvent(id: id, type: type, time: Timestamp(milliseconds: time), source: source))
        }
        return events.sorted { ($0.time, $0.id) < ($1.time, $1.id) }
    }

    /// Whether there is a line of this event.
    /// - Throws: `corrupt`.
    static func contain(_ id: String, in lines: [UInt8]) throws(StoreError) -> Bool {
        guard !lines.isEmpty else { return false }
        var id = id
        let found = id.withUTF8 { id in
            isPlain(id) ? lines.withUnsafeBufferPointer { beginsLine(id, in: $0) } : nil
        }
        return if let found { found } else { try read(lines).contains { $0.id == id } }
    }

    /// Whether a text stands in JSON as it is, whoever has written it.
    private static func isPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var others = 0
        for byte in text {
            others &+= byte < 0x20 || byte > 0x7E || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") ? 1 : 0
        }
        return others == 0 && !text.isEmpty
    }

    /// Whether a line begins with `["`, this id and a quotation mark.
    private static func beginsLine(_ id: UnsafeBufferPointer<UInt8>, in lines: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = id.baseAddress, let base = lines.baseAddress else { return false }
        var start = 0
        while start < lines.count {
            let rest = lines.count - start
            if rest > id.count + 2, base[start + 2 + id.count] == UInt8(ascii: "\""),
                memcmp(base + start + 2, first, id.count) == 0
            {
                return true
            }
            guard let end = memchr(base + start, Int32(UInt8(ascii: "\n")), rest) else { return false }
            start += UnsafeRawPointer(end) - UnsafeRawPointer(base + start) + 1
        }
        return false
    }
}
