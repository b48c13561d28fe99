import Testing
import TestSupport

@Suite struct PrivateBrokerTests {
    @Test func startsAndEvaluates() async throws {
        let broker = try await PrivateBroker.shared()
        let host = try await broker.makeVirtualHost()
        #expect(try await broker.ctl("list_vhosts").contains(host))
    }
}
