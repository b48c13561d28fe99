import Bus
import TestSupport
import Testing

/// A channel that first publishes to a quorum queue while the queue's record still names a leader that has died.
///
/// RabbitMQ before 3.13 asks that leader's node for its version before the first publish of a channel, refuses the message
/// when the node is down, and asks the same node again at the next one (`rabbit_fifo_client:enqueue`): such a channel
/// refuses until that node is back, whatever leader the queue has by then.
@Suite(.serialized) struct DeadLeaderTests {
    @Test(
        "The channel refuses for good, a new one is served, and the publisher finds the way out by itself",
        .enabled("RabbitMQ from 3.13 on does not do this") { try await PrivateBroker.shared().isBefore(3, 13) })
    func theWayOut() async throws {
        let load = try await ClusterLoad.make("deadleader")
        let cluster = load.cluster
        let dead = try await load.leader
        let node = cluster.nodes[(dead + 1) % 3]
        try await cluster.nodes[dead].kill()
        do {
            try await eventually("another node leads") {
                guard let leader = try await cluster.leader(of: ClusterLoad.queue, in: load.virtualHost, askedOf: (dead + 1) % 3)
                else { return false }
                return leader != dead
            }
            try await channels(load, node, dead: dead)
            try await publisher(load, node, dead: dead)
        } catch {
            try await cluster.mend()
            throw error
        }
        try await cluster.mend()
    }

    /// The broker's part: refusals on one channel, an ack on the next.
    private func channels(_ load: ClusterLoad, _ node: PrivateBroker, dead: Int) async throws {
        let stuck = try await whileTheRecordNames(dead, load, node) {
            let client = try AMQPRawClient(node, virtualHost: load.virtualHost)
            return try answer(client) == .basicNack ? client : nil
        }
        for _ in 0..<50 { #expect(try answer(stuck) == .basicNack) }
        let fresh = try AMQPRawClient(node, virtualHost: load.virtualHost)
        #expect(try answer(fresh) == .basicAck)
        #expect(try answer(stuck) == .basicNack)
    }

    /// Ours: a new link after a while of refusals.
    private func publisher(_ load: ClusterLoad, _ node: PrivateBroker, dead: Int) async throws {
        let proxy = try AMQPProxy(to: node.port)
        defer { proxy.stop() }
        var configuration = load.configuration(startingAt: 0)
        configuration.endpoints = [Endpoint(host: "127.0.0.1", port: proxy.port)]
        let publisher = try await whileTheRecordNames(dead, load, node) { [configuration] in
            let publisher = try AMQPPublisher(configuration)
            if case .rejected = await publisher.publish([message]).first { return publisher }
            await publisher.close()
            return nil
        }
        let (links, acks) = (proxy.accepted, proxy.count(.toClient, .basicAck))
        let start = ContinuousClock.now
        try await eventually("a message is confirmed") { await publisher.publish([message]).confirmed == 1 }
        print("dead leader: confirmed \(ContinuousClock.now - start) after the first refusal")
        #expect(proxy.accepted == links + 1)
        #expect(proxy.count(.toClient, .basicAck) == acks + 1)
        await publisher.close()
    }

    private var message: OutboundMessage {
        OutboundMessage(exchange: "events", routingKey: "k", contentType: "text/plain", messageID: "m", body: [1])
    }

    private func answer(_ client: AMQPRawClient) throws -> AMQPMethod? {
        try client.send(exchange: "events", routingKey: "k", headers: [], body: [1])
        return try client.receive().method
    }

    /// Makes a channel with the queue's record as it is between the loss of a leader and the next election, and puts the
    /// record right again, as the next leader does. The leader does so by itself every few seconds, so it may take another try.
    private func whileTheRecordNames<Channel>(
        _ dead: Int, _ load: ClusterLoad, _ node: PrivateBroker, _ make: () async throws -> Channel?
    ) async throws -> Channel {
        let leader = try await load.leader
        func name(_ index: Int) async throws {
            try await node.eval(
                "rabbit_misc:execute_mnesia_transaction(fun() -> rabbit_amqqueue:update(rabbit_misc:r(<<\"\(load.virtualHost)\">>, "
                    + "queue, <<\"\(ClusterLoad.queue)\">>), fun(Q) -> "
                    + "amqqueue:set_pid(Q, {element(1, amqqueue:get_pid(Q)), '\(load.cluster.name(index))'}) end) end).")
        }
        for _ in 0..<10 {
            try await name(dead)
            let made = try await make()
            try await name(leader)
            if let made { return made }
        }
        throw NeverHappened(description: "no channel's first publish met the dead leader")
    }
}
