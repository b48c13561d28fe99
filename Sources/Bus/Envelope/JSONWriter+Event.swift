import JSON

extension JSONWriter {
    /// The attributes that the producer states, as far as they come first.
    mutating func attributes(of draft: borrowing EventDraft) {
        put(EventForm.beforeID)
        string(draft.id)
        put(EventForm.beforeSource)
        string(draft.source)
        put(EventForm.beforeType)
        string(draft.type.rawValue)
        if let subject = draft.subject {
            put(EventForm.beforeSubject)
            string(subject)
        }
        put(EventForm.beforeTime)
        time(draft.time)
        put(EventForm.beforePartitionKey)
        string(draft.partitionKey)
    }

    /// The attributes that accepting it adds, and the trace between them.
    mutating func acceptance(_ sequence: UInt64, _ recordedTime: Timestamp, traceparent: String?) {
        put(EventForm.beforeSequence)
        digits(sequence)
        if let traceparent {
            put(EventForm.beforeTraceparent)
            string(traceparent)
        }
        put(EventForm.beforeRecordedTime)
        time(recordedTime)
    }

    mutating func data(of draft: borrowing EventDraft) {
        put(EventForm.beforeData)
        value(draft.data)
        put(EventForm.end)
    }

    private mutating func time(_ time: Timestamp) {
        put("\"")
        put(atMost: Timestamp.maximumText) { time.write(to: $0) }
        put("\"")
    }

    private mutating func digits(_ sequence: UInt64) {
        put("\"")
        put(atMost: EventForm.sequenceDigits) { buffer in
            var rest = sequence
            for place in buffer.indices.reversed() {
                buffer[place] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
            }
            return buffer.count
        }
        put("\"")
    }
}
