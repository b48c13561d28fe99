import Bus
import TestSupport
import Testing

/// A publisher and a source that go on while a test breaks nodes, and the ledger of both.
///
/// Ids are `<key>-<number>`. Like the dispatcher, it has one message of a key under way at most and repeats it until it is
/// confirmed.
struct ClusterLoad: Sendable {
    static let queue = "pool"
    static let keys = 16

    let cluster: PrivateCluster
    let virtualHost: String
    let ledger = ClusterLedger()

    /// A virtual host with a quorum queue of three members.
    static func make(_ name: String) async throws -> ClusterLoad {
        let cluster = try await PrivateCluster.shared()
        try await cluster.mend()
        let load = ClusterLoad(cluster: cluster, virtualHost: try await cluster.nodes[0].makeVirtualHost(name))
        let client = try AMQPTopologyClient(load.configuration(startingAt: 0))
        let options = QuorumOptions(singleActiveConsumer: true, deliveryLimit: 1_000_000)
        try await client.declare(ExchangeDeclaration(name: "events"))
        try await client.declare(QueueDeclaration(name: queue, kind: .quorum(options)))
        try await client.declare(BindingDeclaration(exchange: "events", queue: queue, routingKey: "#"))
        await client.close()
        for node in cluster.nodes { try await node.saveDeclarations() }
        return load
    }

    /// All times are the defaults, as in production: what is printed is what production sees.
    func configuration(startingAt first: Int) -> BusConfiguration {
        let order = (0..<3).map { cluster.nodes[($0 + first) % 3] }
        return BusConfiguration(
            endpoints: order.map { Endpoint(host: $0.host, port: $0.port) }, virtualHost: virtualHost,
            user: cluster.nodes[0].user, password: Secret(cluster.nodes[0].password), connectionName: "cluster", prefetch: 64)
    }

    /// The index of the node that leads the queue.
    var leader: Int {
        get async throws {
            for node in 0..<3 {
                if let leader = try? await cluster.leader(of: Self.queue, in: virtualHost, askedOf: node) { return leader }
            }
            throw NeverHappened(description: "no node knows the queue's leader")
        }
    }

    /// Runs the load around the faults, mends the cluster, lets everything arrive, and checks the ledger.
    /// - Parameters:
    ///   - publishingAt: the node that the publisher connects to first.
    ///   - consumingAt: the node that the source connects to first.
    func run(
        publishingAt: Int, consumingAt: Int, _ place: SourceLocation = #_sourceLocation,
        _ faults: @escaping @Sendable (ClusterLoad) async throws -> Void
    ) async throws {
        let threads = OwnProcess.threads(named: "amqp-")
        try await work(publishingAt, consumingAt, place, faults)
        try await eventually("no socket is left") { cluster.nodes.allSatisfy { OwnProcess.sockets(to: $0.port) == 0 } }
        try await eventually("no more threads than before") { OwnProcess.threads(named: "amqp-") <= threads }
    }

    private func work(
        _ publishingAt: Int, _ consumingAt: Int, _ place: SourceLocation,
        _ faults: @escaping @Sendable (ClusterLoad) async throws -> Void
    ) async throws {
        let publisher = try AMQPPublisher(configuration(startingAt: publishingAt))
        let source = try AMQPSource(queues: [Self.queue], configuration(startingAt: consumingAt))
        let stop = SharedStop()
        let publishing = Task {
            await withTaskGroup { group in
                for key in 0..<Self.keys { group.addTask { await publish(key, publisher, until: stop) } }
            }
        }
        let consuming = Task {
            while let deliveries = try await source.next(maximum: 64) {
                for delivery in deliveries { ledger.arrive(delivery.text) }
                source.acknowledge(deliveries.map(\.tag))
            }
        }
        do {
            try await progress("before the fault")
            ledger.startTiming()
            try await withDeadline(.seconds(300), "the faults") { try await faults(self) }
            try await cluster.mend()
            try await progress("when all is mended")
        } catch {
            Issue.record(error, sourceLocation: place)
            try await cluster.mend()
        }
        let pauses = ledger.account.longestPauses
        stop.set()
        // An answer to everyone who waits: no continuation is left behind.
        try await withDeadline(.seconds(60), "every publish is answered") { await publishing.value }
        try await eventually("all that was confirmed has arrived", within: .seconds(60)) { ledger.isSettled }
        try await eventually("the queue is empty", within: .seconds(60)) { try await isEmpty }
        await source.stop()
        await publisher.close()
        try await withDeadline(.seconds(30), "the consumer's end") { try await consuming.value }
        check(pauses, place)
    }

    /// Waits until the publisher and the consumer both have done a good deal since now.
    func progress(_ what: String, _ count: Int = 400) async throws {
        let (confirmed, applied) = (ledger.confirmed + count, ledger.applied + count)
        do {
            try await eventually("publisher and consumer go on \(what)", within: .seconds(60)) {
                ledger.confirmed >= confirmed && ledger.applied >= applied
            }
        } catch {
            let account = ledger.account
            throw NeverHappened(
                description: "\(error); confirmed \(account.confirmed.count) of \(confirmed), "
                    + "applied \(account.applied.count) of \(applied), repeats \(account.repeats)")
        }
    }

    private func publish(_ key: Int, _ publisher: AMQPPublisher, until stop: SharedStop) async {
        var number = 0
        while !stop.isSet {
            let id = "\(key)-\(number)"
            let message = OutboundMessage(
                exchange: "events", routingKey: "k", contentType: "text/plain", messageID: id, body: Array(id.utf8))
            while let outcome = await publisher.publish([message]).first, !outcome.isConfirmed {
                ledger.repeat(outcome.errorCode.map { "\($0)" } ?? "\(outcome)")
                // As the dispatcher does; a refusal comes at once.
                try? await Task.sleep(for: .milliseconds(20))
            }
            ledger.confirm(id)
            number += 1
        }
    }

    /// Neither ready nor unacknowledged messages.
    private var isEmpty: Bool {
        get async throws {
            let answer = try await cluster.nodes[try await leader].eval(
                "{ok, Q} = rabbit_amqqueue:lookup(rabbit_misc:r(<<\"\(virtualHost)\">>, queue, <<\"\(Self.queue)\">>)), "
                    + "[{messages, N}] = rabbit_amqqueue:info(Q, [messages]), N.")
            return Int(answer.filter(\.isNumber)) == 0
        }
    }

    private func check(_ pauses: (confirming: Duration, applying: Duration), _ place: SourceLocation) {
        let account = ledger.account
        let lost = account.confirmed.subtracting(account.applied)
        #expect(lost == [], "confirmed and not arrived", sourceLocation: place)
        let applications = Dictionary(account.applied.map { ($0, 1) }, uniquingKeysWith: +)
        #expect(applications.filter { $0.value > 1 } == [:], "applied twice", sourceLocation: place)
        var next = [Int](repeating: 0, count: Self.keys)
        for id in account.applied {
            let parts = id.split(separator: "-").compactMap { Int($0) }
            guard parts.count == 2, next.indices.contains(parts[0]) else {
                Issue.record("an id that nobody sent: \(id)", sourceLocation: place)
                continue
            }
            #expect(parts[1] == next[parts[0]], "order of key \(parts[0])", sourceLocation: place)
            next[parts[0]] = parts[1] + 1
        }
        print(
            "cluster \(virtualHost): \(account.confirmed.count) confirmed, \(lost.count) lost, \(account.copies) copies dropped, "
                + "longest pause \(pauses.confirming) without a confirm, \(pauses.applying) without a delivery, "
                + "repeats \(account.repeats)")
    }
}
