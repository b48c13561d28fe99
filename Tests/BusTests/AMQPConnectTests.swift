import Bus
import Testing
import TestSupport

@Suite struct AMQPConnectTests {
    private func failure(_ change: (inout BusConfiguration) -> Void) async throws -> BusError? {
        let bus = try await TestBus.shared()
        let client = try AMQPTopologyClient(bus.configuration(change))
        do {
            try await client.connect()
            await client.close()
            return nil
        } catch {
            await client.close()
            return error
        }
    }

    @Test func aWrongPasswordIsToldApartFromABrokerThatIsAway() async throws {
        let error = try #require(try await failure { $0.password = Secret("wrong") })
        #expect(error.code == .authenticationFailed)
        #expect(error.replyCode == 403)
        #expect(!error.isRetryable)
        #expect(!error.description.contains("wrong"))
    }

    @Test func nobodyListens() async throws {
        let port = try FreePort.any()
        let error = try #require(try await failure { $0.endpoints = [Endpoint(host: "127.0.0.1", port: port)] })
        #expect(error.code == .unreachable)
        #expect(error.isRetryable)
        #expect(error.reason.contains("127.0.0.1:\(port)"))
    }

    @Test func aNameThatDoesNotExist() async throws {
        let error = try #require(try await failure { $0.endpoints = [Endpoint(host: "no-such-host.invalid")] })
        #expect(error.code == .unreachable)
    }

    @Test func aMissingVirtualHost() async throws {
        let error = try #require(try await failure { $0.virtualHost = "nowhere" })
        #expect(error.code == .notFound)
        #expect(error.reason.contains("nowhere"))
        #expect(!error.isRetryable)
    }

    @Test func theSecondEndpointIsTried() async throws {
        let port = try FreePort.any()
        let error = try await failure { $0.endpoints.insert(Endpoint(host: "127.0.0.1", port: port), at: 0) }
        #expect(error == nil)
    }

    @Test func settingsOutOfRangeAreRefusedBeforeAnyConnection() async throws {
        let changes: [(inout BusConfiguration) -> Void] = [
            { $0.endpoints = [] }, { $0.heartbeat = .seconds(1) }, { $0.prefetch = 0 }, { $0.publishWindow = 70_000 },
            { $0.virtualHost = "" }, { $0.publishDeadline = .zero }, { $0.user = "a\0b" },
            { $0.reconnect = Backoff(shortest: .seconds(2), longest: .seconds(1)) },
        ]
        for change in changes {
            var configuration = BusConfiguration(password: Secret("x"))
            try configuration.validate()
            change(&configuration)
            let error = #expect(throws: BusError.self) { try configuration.validate() }
            #expect(error?.code == .invalidConfiguration)
        }
    }
}
