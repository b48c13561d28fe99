import Foundation
import Testing
import TestSupport

@Suite struct PrivateBrokerTests {
    @Test func virtualHostsAreMadeAtOnceByMany() async throws {
        let broker = try await PrivateBroker.shared()
        let names = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<8 { group.addTask { try await broker.makeVirtualHost() } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(names.count == 8)
        let listed = try await broker.ctl("list_vhosts")
        #expect(names.allSatisfy { listed.contains($0) })
    }

    @Test func onlyTheLoopbackInterfaceAndOneUser() async throws {
        let broker = try await PrivateBroker.shared()
        let listeners = try await broker.eval("[{P, I} || {listener, _, P, _, I, _, _} <- rabbit_networking:node_listeners(node())].")
        #expect(listeners.contains("{amqp, {127, 0, 0, 1}}"))
        #expect(!listeners.contains("{0, 0, 0, 0}"))
        let users = try await broker.ctl("list_users", "--silent")
        #expect(users.contains("lienthong"))
        #expect(!users.contains("guest"))
        let attributes = try FileManager.default.attributesOfItem(atPath: broker.folder + "/password")
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }

    @Test func comesBackOnTheSamePortAfterAKill() async throws {
        try await TestBus.withOwnBroker { bus in
            try await bus.declare("q")
            try await bus.broker.saveDeclarations()
            try await bus.fill("q", 0..<10)
            try await bus.broker.kill()
            try await bus.broker.restart()
            let source = try bus.source("q")
            let texts = try await source.take(10).map(\.text)
            await source.stop()
            #expect(texts == (0..<10).map { "m\($0)" })
        }
    }

    /// `stop()` throws when the node had to be killed.
    @Test func endsInOrderWhenItIsAskedTo() async throws {
        try await TestBus.withOwnBroker { bus in
            try await bus.broker.stop()
            try await bus.broker.restart()
        }
    }

    @Test func noSignalIsBlockedInAChild() async throws {
        let status = try await Subprocess.run("/bin/grep", ["SigBlk", "/proc/self/status"])
        #expect(status.output == "SigBlk:\t0000000000000000\n")
    }
}
