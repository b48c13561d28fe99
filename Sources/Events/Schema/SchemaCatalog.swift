public import Bus
public import JSON

/// The published shape of every event type.
public enum SchemaCatalog {
    /// In the order of `PayloadCatalog.all`. A payload that conforms to `DescribedPayload` is in it by itself.
    public static let all: [any DescribedPayload.Type] = PayloadCatalog.all.compactMap { $0 as? any DescribedPayload.Type }

    /// The schema of one event: envelope and payload in one document that needs no other.
    /// - Returns: JSON Schema 2020-12; nil for a type that is not of the published language.
    public static func eventSchema(of type: EventType) -> JSONValue? {
        payload(of: type).map { SchemaDocument.event($0) }
    }

    /// The schema of `data` alone.
    public static func payloadSchema(of type: EventType) -> JSONValue? {
        payload(of: type).map { SchemaDocument.payload($0) }
    }

    /// The schema of any event, known or not: the CloudEvents attributes as this pipeline writes them.
    public static var envelopeSchema: JSONValue { SchemaDocument.envelope() }

    /// An event of the type, with every member set: something to try a consumer with.
    public static func example(of type: EventType) -> JSONValue? { payload(of: type).map { SchemaExample.event($0) } }

    private static func payload(of type: EventType) -> (any DescribedPayload.Type)? { all.first { $0.type == type } }
}
