public import Bus

/// Where the events go that a consumer publishes.
public enum OutgoingEvents: Sendable {
    /// To the exchange `lt.events`; the consumer's user needs the right to write there.
    case broker
    /// To something else, with the same order and the same repeats: the same message comes again when its fate was unknown.
    case publisher(any MessagePublisher)
}
