/// Which rows of a releasing system stay in the outbox.
///
/// What a system's receiver accepts while it releases must not overtake what it held before. But live rows from before
/// the pause may still be there too, after an outage of the broker, and those must not be overtaken by the held ones.
enum ReleaseView: Hashable, Sendable {
    /// Not looked into yet: nothing of the system goes out.
    case unknown
    case surveying
    /// Live rows behind the position stay; those before it are older than the pause, and go out in their place.
    case keepsBehind(Int64)
    /// No row is older than the pause: all live rows stay.
    case keepsAll

    func keeps(_ row: OutboxRow) -> Bool {
        switch self {
        case .unknown, .surveying: true
        case .keepsBehind(let position): row.route == .live && row.position > position
        case .keepsAll: row.route == .live
        }
    }
}
