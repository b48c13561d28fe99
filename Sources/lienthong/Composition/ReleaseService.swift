import Bus
import Consumers
import Logging
import ServiceLifecycle
import Store

/// Releases what receivers hold as soon as they are `releasing`, also after a restart in the middle of it.
struct ReleaseService: Service {
    let role: ControlRole

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            for await records in role.node.receivers.changes() {
                for record in records where record.state == .releasing {
                    try await release(record.receiver)
                }
            }
        }
    }

    /// What fails is thrown, and the whole service begins again after a pause.
    private func release(_ receiver: String) async throws {
        let report = try await releaser().release(receiver)
        if let report {
            role.node.logger.notice(
                "held events are released", metadata: ["receiver": "\(receiver)", "messages": "\(report.messages)"])
        }
    }

    private func releaser() -> HeldReleaser {
        let node = role.node
        let bus = node.bus
        let ports = ReleaserPorts(
            source: { queue throws(BusError) in try bus.source([queue], role: "releaser", prefetch: 512) },
            publisher: role.publisher,
            depth: { queue throws(BusError) in try await QueueDepths(bus).depth(queue) })
        return HeldReleaser(
            receivers: ReceiverService(
                store: node.control, receivers: Node.systems, heldCount: QueueDepths(bus).held, now: SystemClock.now),
            ports: ports, waiting: Waiting(control: node.control), process: node.configuration.process,
            codes: { node.catalogs.snapshot })
    }
}
