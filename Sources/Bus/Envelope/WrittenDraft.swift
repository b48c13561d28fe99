import JSON

/// A draft with its text: all of the event but what accepting it adds.
///
/// The text is written where the draft is made; whoever accepts the event only adds its own attributes.
public struct WrittenDraft: Sendable {
    public let draft: EventDraft
    /// The attributes and then the data, as they will stand in the event. Two drafts have the same text exactly when they
    /// say the same, whatever their `traceparent`, which is not in it; times outside the years 1 to 9999, which no event
    /// can have, count as the nearest moment within.
    public let text: [UInt8]
    /// Where the attributes end and the data begin.
    let attributesEnd: Int

    /// Writes any draft; what is not allowed in it is found when it is encoded.
    public init(_ draft: EventDraft) {
        var writer = JSONWriter()
        writer.attributes(of: draft)
        attributesEnd = writer.count
        writer.data(of: draft)
        text = writer.bytes
        self.draft = draft
    }
}
