/// Where to begin reading a stream (`x-stream-offset`).
public enum StreamStart: Sendable, Hashable {
    /// The oldest message there is.
    case first
    /// The last stored chunk of messages, so some that were there before.
    case last
    /// Only what arrives from the connection on.
    case next
    /// The message with this offset; earlier ones of its chunk are dropped here. Beyond the end it waits for it.
    case offset(UInt64)
    /// The chunk that contains the arrival time, in seconds since 1970. Earlier messages of that chunk come too: a
    /// delivery carries no arrival time by which they could be told apart.
    case timestamp(UInt64)

    var argument: HeaderValue {
        switch self {
        case .first: .string("first")
        case .last: .string("last")
        case .next: .string("next")
        case .offset(let offset): .integer(Int64(clamping: offset))
        // Only the AMQP timestamp type; a plain number would be taken for an offset.
        case .timestamp(let seconds): .timestamp(seconds)
        }
    }
}
