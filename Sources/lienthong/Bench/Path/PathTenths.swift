/// How fast a backlog is drained from first to last: when each tenth of its messages was through.
///
/// Messages carry unlike numbers of events, and telling how many would mean to decode them once more. A tenth's events are
/// taken to be its share of all bytes.
struct PathTenths: Sendable, Equatable {
    private struct Tenth: Equatable {
        var bytes = 0
        /// When its last message was through, counted from the beginning.
        var end = Duration.zero
    }

    /// Of the whole backlog.
    let messages: Int
    private var seen = 0
    private var tenths = [Tenth](repeating: Tenth(), count: 10)

    init(messages: Int) { self.messages = messages }

    /// Notes a message that is through; one beyond the backlog (it came a second time) counts for nothing.
    /// - Parameter time: since the first message came; rises from call to call.
    mutating func note(bytes: Int, at time: Duration) {
        guard seen < messages else { return }
        let place = seen * tenths.count / messages
        tenths[place].bytes += bytes
        tenths[place].end = time
        seen += 1
    }

    /// Events a second of each tenth, in order. Empty when not all messages were through, and for a backlog so small that
    /// whole tenths of it were through at the same moment.
    /// - Parameter events: of the whole backlog.
    func rates(events: Int) -> [Double] {
        let bytes = tenths.reduce(0) { $0 + $1.bytes }
        guard seen == messages, bytes > 0 else { return [] }
        var begin = Duration.zero
        var rates: [Double] = []
        for tenth in tenths {
            guard tenth.end > begin else { return [] }
            rates.append(Double(events * tenth.bytes) / Double(bytes) / ((tenth.end - begin) / .seconds(1)))
            begin = tenth.end
        }
        return rates
    }
}
