import Events
import Metrics

/// Counts messages by system and by what became of them.
struct IntakeMetrics: Sendable {
    static let messages = "lienthong_gateway_messages_total"

    func count(_ system: SystemName, _ disposition: IntakeResult.Disposition) {
        let outcome =
            switch disposition {
            case .accepted: "accepted"
            case .duplicate: "duplicate"
            case .refused(let error): error.code.description
            }
        Counter(label: Self.messages, dimensions: [("system", system.rawValue), ("outcome", outcome)]).increment()
    }
}
