/// A payload whose shape is published.
public protocol DescribedPayload: EventPayload {
    static var schema: ObjectSchema { get }
}
