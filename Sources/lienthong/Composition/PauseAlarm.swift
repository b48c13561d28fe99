import Bus
import Logging
import ServiceLifecycle
import Store

/// Alarms when a pause, of a receiver or of a consumer's partitions, lasts longer than was expected.
struct PauseAlarm: Service {
    let node: Node

    /// A pause ends by the clock on the wall, which nothing wakes us for and which may be set: looked at so often.
    private static let interval = Duration.seconds(5)
    /// The same pause alarms again after so long.
    private static let again = Duration.seconds(15 * 60)

    func run() async {
        await cancelWhenGracefulShutdown {
            var alarmed: [String: ContinuousClock.Instant] = [:]
            while !Task.isCancelled {
                do {
                    let overdue = try await overdue()
                    alarmed = alarmed.filter { entry in overdue.contains { $0.subject == entry.key } }
                    for pause in overdue where alarmed[pause.subject].map({ .now - $0 >= Self.again }) ?? true {
                        alarmed[pause.subject] = .now
                        node.logger.error(
                            "a pause lasts longer than expected: resume, or say until when",
                            metadata: [
                                "subject": "\(pause.subject)", "until": "\(pause.until)", "by": "\(pause.by)",
                                "reason": "\(pause.reason)",
                            ])
                    }
                } catch {
                    node.logger.error("pauses could not be looked at", metadata: ["reason": "\(error)"])
                }
                try? await Task.sleep(for: Self.interval, clock: .continuous)
            }
        }
    }

    private struct Overdue {
        var subject: String
        var until: Timestamp
        var by: String
        var reason: String
    }

    private func overdue() async throws(StoreError) -> [Overdue] {
        let now = SystemClock.now()
        var found: [Overdue] = []
        for record in try await node.control.records(ReceiverRecord.recordKind) {
            let receiver = try ReceiverRecord(record)
            guard receiver.state == .holding || receiver.state == .refusing, let until = receiver.until, until < now else {
                continue
            }
            found.append(
                Overdue(subject: "receiver \(receiver.receiver)", until: until, by: receiver.by, reason: receiver.reason))
        }
        for record in try await node.control.records(ConsumerOrders.recordKind) {
            for pause in try ConsumerOrders(record).pauses {
                guard let until = pause.until, until < now else { continue }
                let partition = pause.partition.map { " partition \($0)" } ?? ""
                found.append(
                    Overdue(subject: "consumer \(record.key)\(partition)", until: until, by: pause.by, reason: pause.reason))
            }
        }
        return found
    }
}
