import Bus
import Foundation
import TestSupport

/// A worker's source, whose acknowledgements cross the edges.
struct EdgedSource: MessageSource {
    let source: AMQPSource
    /// What the source goes through.
    let proxy: AMQPProxy
    let edges: FaultEdges

    func next(maximum: Int) async throws(BusError) -> [Delivery]? { try await source.next(maximum: maximum) }

    func acknowledge(_ tags: [DeliveryTag]) {
        edges.cross(.beforeAck)
        let before = sent
        source.acknowledge(tags)
        edges.cross(.afterAck) { waitUntilSent(after: before) }
    }

    func stop() async { await source.stop() }

    var consumingSince: ContinuousClock.Instant? { source.consumingSince }

    private var sent: Int { proxy.count(.toBroker, .basicAck) }

    /// Acks leave by themselves, soon, and nobody is told. Blocks, because the process is about to end here; an ack of a link
    /// that is gone leaves never.
    private func waitUntilSent(after count: Int) {
        let deadline = ContinuousClock.now + .seconds(2)
        while sent == count, ContinuousClock.now < deadline { usleep(100) }
    }
}
