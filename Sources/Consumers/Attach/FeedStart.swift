public import Bus

/// Where the history of a consumer begins.
public enum FeedStart: Sendable, Hashable, CustomStringConvertible {
    /// With the oldest message that the journal still has.
    case first
    /// With the events that were accepted at this time or later (`recordedtime`). Which those are does not depend on when
    /// it is asked, nor on how the broker cuts its stream.
    case time(Timestamp)

    /// How far the clocks of those who accept may be ahead of the broker's: reading begins this much earlier.
    static let clockMargin: Int64 = 60_000

    /// `first`, or a time in RFC 3339; nil for anything else.
    public init?(_ text: String) {
        if text == "first" {
            self = .first
        } else if let time = Timestamp(rfc3339: text) {
            self = .time(time)
        } else {
            return nil
        }
    }

    public var description: String {
        switch self {
        case .first: "first"
        case .time(let time): time.description
        }
    }

    /// Where the stream is read from.
    var journal: JournalStart {
        switch self {
        case .first: .first
        case .time(let time): .time(Timestamp(milliseconds: time.milliseconds - Self.clockMargin))
        }
    }

    func takes(_ event: Event) -> Bool {
        switch self {
        case .first: true
        case .time(let time): event.recordedTime >= time
        }
    }
}
