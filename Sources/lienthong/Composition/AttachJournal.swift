import Bus
import Consumers
import Events

/// Opens the journal stream, and asks for its length.
struct AttachJournal: Sendable {
    let bus: BusAccess
    /// Part of the connection's name, as the broker's operators see it.
    let role: String

    func open(_ start: JournalStart) async throws(BusError) -> any MessageSource {
        let from: StreamStart =
            switch start {
            case .first: .first
            case .last: .last
            case .offset(let offset): .offset(offset)
            case .time(let time): .timestamp(UInt64(max(0, time.milliseconds / 1000)))
            }
        return try bus.stream(BrokerNames.journal, from: from, role: role)
    }

    func count() async throws(BusError) -> Int { try await QueueDepths(bus).depth(BrokerNames.journal).ready }
}
