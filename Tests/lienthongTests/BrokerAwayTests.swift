import Events
import Foundation
import TestSupport
import Testing

extension Running {
    /// What is accepted cannot get lost, even with the broker down.
    @Suite struct BrokerAway {
        @Test("`up` accepts while the broker is stopped, and applies all of it when the broker is there again")
        func stopped() async throws {
            let broker = try await PrivateBroker.start()
            try await Installation.with("broker-away", broker: broker) { installation in
                try await broker.kill()
                try await installation.up()
                try await installation.importOffices()
                try await installation.simulate(seed: 51, count: 20)
                let waiting = try await installation.account()
                for system in SystemName.allCases {
                    let counts = waiting["systems"]?[system.rawValue]
                    #expect((counts?["accepted"]?.integer ?? 0) > 0, "\(system.rawValue)")
                    #expect(counts?["waiting"] == counts?["accepted"], "\(system.rawValue)")
                }
                #expect(try await installation.state().isEmpty)
                // The process goes too, before the broker is back: the outbox alone has it all.
                try await installation.kill()
                try await installation.up()
                try await broker.restart()
                try await installation.expectOracle(51, wait: 60)

                try await broker.kill()
                try await installation.simulate(seed: 52, count: 10)
                try await broker.restart()
                try await installation.expectOracle(52, wait: 60)
                try await installation.expectAllProcessed()
            }
            try await broker.discard()
        }
    }
}
