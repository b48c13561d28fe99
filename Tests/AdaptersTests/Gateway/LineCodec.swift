import Adapters
import Bus
import Events
import JSON

/// A format of the tests' own: `id key text`, one event a line; a line that begins with `!` is a mistake.
struct LineCodec: NativeCodec {
    let system: SystemName

    func decode(_ bytes: [UInt8], received: Timestamp) throws(AdapterError) -> DecodedMessage {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw AdapterError(.badEncoding, form: "LINE", offset: 0, problem: "not UTF-8")
        }
        var events: [EventDraft] = []
        for (index, line) in text.split(separator: "\n").enumerated() {
            let words = line.split(separator: " ", maxSplits: 2).map(String.init)
            guard words.count == 3, !line.hasPrefix("!") else {
                throw AdapterError(
                    .badItem, form: "LINE", field: "TEXT", offset: 7, line: index + 1, problem: "three words are needed")
            }
            events.append(
                EventDraft(
                    id: words[0], source: system.source,
                    type: EventType(system: system.rawValue, entity: "declaration", event: "registered"),
                    subject: words[1], time: Timestamp(milliseconds: 1_700_000_000_000), partitionKey: words[1],
                    data: ["text": .string(words[2])]))
        }
        return DecodedMessage(form: "LINE", correlation: events.first?.id ?? "", events: events)
    }

    func acceptance(of message: DecodedMessage, at time: Timestamp) -> NativeAnswer {
        NativeAnswer(status: 200, contentType: "text/x-line", body: Array("OK \(message.correlation)".utf8))
    }

    func refusal(_ error: AdapterError, of bytes: [UInt8], at time: Timestamp) -> NativeAnswer {
        NativeAnswer(status: 422, contentType: "text/x-line", body: Array("NO \(error.code)".utf8))
    }

    func closed(reason: String, reopening: Timestamp?, of bytes: [UInt8], at time: Timestamp) -> NativeAnswer {
        NativeAnswer(status: 200, contentType: "text/x-line", body: Array("CLOSED \(reason)".utf8))
    }
}
