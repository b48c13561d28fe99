import JSON

/// The form in which this pipeline writes every event: the text before each value, attributes always in the same order,
/// `data` last, no white space.
///
/// Written and read by the same pieces, so that the two cannot come apart.
enum EventForm {
    static let beforeID: StaticString = #"{"specversion":"1.0","id":"#
    static let beforeSource: StaticString = #","source":"#
    static let beforeType: StaticString = #","type":"#
    /// Optional.
    static let beforeSubject: StaticString = #","subject":"#
    static let beforeTime: StaticString = #","time":"#
    static let beforePartitionKey: StaticString = #","datacontenttype":"application/json","partitionkey":"#
    static let beforeSequence: StaticString = #","sequence":"#
    /// Optional.
    static let beforeTraceparent: StaticString = #","traceparent":"#
    static let beforeRecordedTime: StaticString = #","recordedtime":"#
    static let beforeData: StaticString = #","data":"#
    static let end: StaticString = "}"
    /// A sequence is written with all its digits, so that the text sorts as the number does.
    static let sequenceDigits = 20
}
