import Bus
import TestSupport
import Testing

/// A cluster of three loses nodes under load: publisher and source go on over the nodes that are left, nothing that was
/// confirmed is lost, order per key holds. Times are printed and bounded only against hanging.
@Suite("A cluster of three", .serialized) struct ClusterTests {
    @Test("The node that leads the queue is killed; publisher and source were connected to it")
    func leaderKilled() async throws {
        let load = try await ClusterLoad.make("killed")
        let leader = try await load.leader
        try await load.run(publishingAt: leader, consumingAt: leader) { load in
            try await load.cluster.nodes[leader].kill()
            try await load.progress("without the killed node")
            let next = try await load.cluster.leader(of: ClusterLoad.queue, in: load.virtualHost, askedOf: (leader + 1) % 3)
            #expect(next != leader)
        }
    }

    @Test("The node that leads the queue stops in its tracks and comes back; only the publisher was connected to it")
    func leaderSuspended() async throws {
        let load = try await ClusterLoad.make("suspended")
        let leader = try await load.leader
        try await load.run(publishingAt: leader, consumingAt: (leader + 1) % 3) { load in
            try load.cluster.nodes[leader].suspend()
            try await load.progress("without the suspended node")
        }
    }

    @Test("The node that leads the queue is cut off from the others by resets; only the source was connected to it")
    func leaderCutOff() async throws {
        let load = try await ClusterLoad.make("cut")
        let leader = try await load.leader
        try await load.run(publishingAt: (leader + 1) % 3, consumingAt: leader) { load in
            try await load.cluster.cutOff(leader, silently: false)
            try await load.progress("without the node that was cut off")
        }
    }

    @Test("The node that leads the queue is cut off and nobody is told; publisher and source were connected to it")
    func leaderFallsSilent() async throws {
        let load = try await ClusterLoad.make("silent")
        let leader = try await load.leader
        try await load.run(publishingAt: leader, consumingAt: leader) { load in
            try await load.cluster.cutOff(leader, silently: true)
            try await load.progress("without the node that fell silent")
        }
    }

    @Test("Every node is stopped and started again, one after the other")
    func rollingRestart() async throws {
        let load = try await ClusterLoad.make("rolling")
        try await load.run(publishingAt: 0, consumingAt: 1) { load in
            let clock = ContinuousClock()
            for (index, node) in load.cluster.nodes.enumerated() {
                let stopping = try await clock.measure { try await node.stop() }
                try await load.progress("while a node is away", 100)
                let starting = try await clock.measure {
                    try await node.restart()
                    try await load.cluster.whole()
                }
                print("cluster \(load.virtualHost): node \(index + 1) stopped in \(stopping), started in \(starting)")
            }
        }
    }
}
