import Bus
import Events
import Foundation
import JSON
import Store
import TestSupport
import Testing

extension Running {
    /// What anybody may publish who may publish at all.
    @Suite("Hostile messages") struct HostileMessageTests {
        @Test("A nested header of 90 KB, oversize bodies and a body that is no event are parked whole; the others go on")
        func parkedWhole() async throws {
            // A node of its own: the nested header keeps it busy for many seconds.
            let broker = try await PrivateBroker.start()
            try await Installation.with("hostile", broker: broker) { installation in
                try await installation.up()
                try await installation.importOffices()
                let hostile = try Hostile()
                try await expectConsumers(installation)
                try await publish(hostile, installation)
                // Behind them in their own partition, and in all others.
                #expect(try await installation.post(try Valid.submission(), as: .vnaccs).status == 200)
                try await installation.simulate(seed: 81, count: 10)
                try await installation.expectOracle(81, wait: 240)

                let expected = hostile.events.count + 2
                try await eventually("all are parked", within: .seconds(240)) {
                    try await parked(installation).count == expected
                }
                try await expectCauses(hostile, installation)
                try await expectBytes(hostile, installation)
                try await eventually("what came behind them is applied") {
                    let counts = try await installation.account()["systems"]?["vnaccs"]
                    return counts?["processed"] == counts?["accepted"]
                }
                try await installation.expectAllProcessed()
                try await expectNothingLeft(installation)
                // Whoever looks after it gets rid of one by saying why.
                let id = try #require(try await parked(installation).first { $0["cause"] == "undecodable" }?["id"]?.string)
                let discard = try await installation.run("parked", "discard", id, "--reason", "no event of ours")
                #expect(discard.exit == 0, "\(discard.errors)")
                #expect(try await parked(installation).count == expected - 1)
                // It is the process that was started in the beginning that ends here, in good order.
                #expect(try await installation.stop() == 0)
            }
            try await broker.discard()
        }

        private func parked(_ installation: Installation) async throws -> [JSONValue] {
            let list = try await installation.run("parked", "list", "--format", "json")
            #expect(list.exit == 0, "\(list.errors)")
            return list.json?.array ?? []
        }

        private func expectCauses(_ hostile: Hostile, _ installation: Installation) async throws {
            let list = try await parked(installation)
            func causes(_ ids: [String]) -> [String] {
                list.filter { ids.contains($0["id"]?.string ?? "") }.compactMap { $0["cause"]?.string }
            }
            #expect(causes(hostile.oversize.map(\.id)) == ["oversize", "oversize", "oversize"])
            // A busy node may lose a link over it and deliver it again, until it has done so too often.
            let deep = try #require(causes([hostile.nested.id]).first)
            #expect(["oversize", "delivery-limit"].contains(deep))
            #expect(list.count { $0["cause"] == "undecodable" } == 2)
            #expect(list.allSatisfy { $0["consumer"] == "declarations" && $0["detail"]?.string?.isEmpty == false })
        }

        private func expectBytes(_ hostile: Hostile, _ installation: Installation) async throws {
            let ledger = try await SQLiteLedger(path: installation.folder.file("data/ledger.sqlite"))
            let kept = Set(try await ledger.parked(consumer: "declarations", key: nil, limit: 100).map(\.bytes))
            try await ledger.close()
            #expect(kept == Set(hostile.events.map(\.bytes) + [Hostile.noEvent, Hostile.largeNonsense]))
        }

        /// Before that the broker drops what is published: `up` accepts before its topology stands.
        private func expectConsumers(_ installation: Installation) async throws {
            try await withClient(installation) { client in
                for queue in BrokerNames.declarations(in: .standard) {
                    try await eventually("\(queue) has a consumer") {
                        (try await client.state(ofQueue: queue)?.consumers ?? 0) > 0
                    }
                }
            }
        }

        /// Neither in `lt.poison` nor in the pool.
        private func expectNothingLeft(_ installation: Installation) async throws {
            try await withClient(installation) { client in
                for queue in [BrokerNames.poison] + BrokerNames.declarations(in: .standard) {
                    try await eventually("\(queue) is empty") { try await client.state(ofQueue: queue)?.messages == 0 }
                }
            }
        }

        private func withClient(
            _ installation: Installation, _ body: (AMQPTopologyClient) async throws -> Void
        ) async throws {
            let client = try AMQPTopologyClient(
                BusConfiguration(
                    endpoints: [Endpoint(host: installation.broker.host, port: installation.broker.port)],
                    virtualHost: installation.virtualHost, user: installation.broker.user,
                    password: Secret(installation.broker.password)))
            do {
                try await body(client)
            } catch {
                await client.close()
                throw error
            }
            await client.close()
        }

        /// From a thread of its own: the client blocks.
        private func publish(_ hostile: Hostile, _ installation: Installation) async throws {
            let (broker, virtualHost) = (installation.broker, installation.virtualHost)
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                Thread.detachNewThread {
                    continuation.resume(with: Result { try hostile.publish(broker, virtualHost: virtualHost) })
                }
            }
        }
    }
}
