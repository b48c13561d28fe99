import Bus
import TestSupport

/// A worker's publisher, whose messages cross the edges.
struct EdgedPublisher: MessagePublisher {
    private let publisher: AMQPPublisher
    private let edges: FaultEdges

    /// - Parameter proxy: what the publisher goes through; there a confirm is seen before the publisher sees it.
    init(_ publisher: AMQPPublisher, through proxy: AMQPProxy, _ edges: FaultEdges) {
        self.publisher = publisher
        self.edges = edges
        // A rule that never applies: all frames get through.
        proxy.arm(
            AMQPProxyRule(.drop, .toClient) { frame in
                if frame.kind == .method(.basicAck) { edges.cross(.afterPublish) }
                return false
            })
    }

    func publish(_ messages: [OutboundMessage]) async -> [PublishOutcome] {
        edges.cross(.beforePublish)
        let outcomes = await publisher.publish(messages)
        if outcomes.allSatisfy(\.isConfirmed) { edges.cross(.afterConfirm) }
        return outcomes
    }
}
