import JSON

/// Reads events in the form in which this pipeline writes them, without building values for their attributes.
///
/// It takes a part of what `EventCodec.decode` takes and gives the same events. It says nothing about what it does not
/// take: that may be a good event in another form, or none.
struct EventReader: ~Copyable {
    private var scanner: JSONScanner
    // The events of a batch mostly have the source and the type of the one before.
    private var latestSource: (text: UnsafeBufferPointer<UInt8>, source: String)?
    private var latestType: (text: UnsafeBufferPointer<UInt8>, type: EventType)?

    /// - Parameter text: must outlive the reader.
    init(_ text: UnsafeRawBufferPointer) { scanner = JSONScanner(text) }

    /// Offset of the next byte.
    var index: Int { scanner.index }

    var isAtEnd: Bool { scanner.isAtEnd }

    /// Goes behind the text when it comes next.
    mutating func skip(_ text: StaticString) -> Bool { scanner.skip(text) }

    /// - Returns: the event that comes next, the reader behind it; nil for one in another form.
    mutating func event() -> Event? {
        let start = scanner.index
        guard scanner.skip(EventForm.beforeID), let id = text(.id),
            scanner.skip(EventForm.beforeSource), let source = source(),
            scanner.skip(EventForm.beforeType), let type = type()
        else { return nil }
        var subject: String?
        if scanner.skip(EventForm.beforeSubject) {
            guard let text = text(.subject) else { return nil }
            subject = text
        }
        guard scanner.skip(EventForm.beforeTime), let time = time(),
            scanner.skip(EventForm.beforePartitionKey), let partitionKey = text(.partitionKey),
            scanner.skip(EventForm.beforeSequence), let sequence = sequence()
        else { return nil }
        var traceparent: String?
        if scanner.skip(EventForm.beforeTraceparent) {
            guard let text = text(.traceparent) else { return nil }
            traceparent = text
        }
        guard scanner.skip(EventForm.beforeRecordedTime), let recordedTime = self.time(),
            scanner.skip(EventForm.beforeData), let data = scanner.value(level: 1), scanner.skip(EventForm.end),
            scanner.index - start <= Limits.eventBytes
        else { return nil }
        return Event(
            draft: EventDraft(
                id: id, source: source, type: type, subject: subject, time: time, partitionKey: partitionKey,
                traceparent: traceparent, data: data),
            sequence: sequence, recordedTime: recordedTime)
    }

    private mutating func text(_ rule: AttributeRule) -> String? {
        scanner.plainString().flatMap { Self.text($0, rule) }
    }

    private static func text(_ bytes: UnsafeBufferPointer<UInt8>, _ rule: AttributeRule) -> String? {
        let text = String(decoding: bytes, as: UTF8.self)
        return rule.problem(of: text) == nil ? text : nil
    }

    private mutating func source() -> String? {
        guard let bytes = scanner.plainString() else { return nil }
        if let latestSource, Self.areEqual(latestSource.text, bytes) { return latestSource.source }
        guard let source = Self.text(bytes, .source) else { return nil }
        latestSource = (bytes, source)
        return source
    }

    private mutating func type() -> EventType? {
        guard let bytes = scanner.plainString() else { return nil }
        if let latestType, Self.areEqual(latestType.text, bytes) { return latestType.type }
        guard let type = Self.text(bytes, .type).flatMap(EventType.init) else { return nil }
        latestType = (bytes, type)
        return type
    }

    private static func areEqual(_ one: UnsafeBufferPointer<UInt8>, _ other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard one.count == other.count else { return false }
        for place in one.indices where one[place] != other[place] { return false }
        return true
    }

    private mutating func time() -> Timestamp? {
        scanner.plainString().flatMap { Timestamp(rfc3339: $0) }
    }

    private mutating func sequence() -> UInt64? {
        guard let digits = scanner.plainString(), digits.count == EventForm.sequenceDigits else { return nil }
        var number: UInt64 = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            let (tens, isTooLarge) = number.multipliedReportingOverflow(by: 10)
            let (sum, overflows) = tens.addingReportingOverflow(UInt64(digit - 0x30))
            guard !isTooLarge, !overflows else { return nil }
            number = sum
        }
        return number
    }
}
