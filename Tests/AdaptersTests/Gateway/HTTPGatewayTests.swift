import Adapters
import Bus
import Events
import JSON
import Logging
import Store
import Testing

@Suite(.timeLimit(.minutes(2)))
struct HTTPGatewayTests {
    @Test func theSystemsOwnAnswerIsTheDefault() async throws {
        let bench = GatewayBench()
        try await HTTPBench.serve(bench) { http in
            let accepted = try await http.post(Array("a1 k1 hello".utf8))
            #expect(accepted.status == 200)
            #expect(accepted.contentType == "text/x-line")
            #expect(accepted.text == "OK a1")
            let refused = try await http.post(Array("!broken".utf8))
            #expect(refused.status == 422)
            #expect(refused.text == "NO badItem")
        }
        #expect(await bench.outbox.rows.count == 1)
    }

    @Test func whoAsksForJSONGetsIDsOrAProblem() async throws {
        try await HTTPBench.serve(GatewayBench()) { http in
            let accepted = try await http.post(Array("a1 k1 x\na2 k2 y".utf8), accept: "application/json")
            #expect(accepted.json?["accepted"] == true)
            #expect(accepted.json?["eventIds"]?.array == ["a1", "a2"])
            let refused = try await http.post(Array("a3 k3 x\n!broken".utf8), accept: "text/plain, application/json;q=0.9")
            #expect(refused.status == 422)
            #expect(refused.contentType == "application/problem+json")
            #expect(refused.json?["code"] == "badItem")
            #expect(refused.json?["form"] == "LINE")
            #expect(refused.json?["field"] == "TEXT")
            #expect(refused.json?["line"] == 2)
            #expect(refused.json?["offset"] == 7)
            #expect(refused.json?["status"] == 422)
        }
    }

    @Test func onlyTheSystemsOwnTokenOpensItsDoor() async throws {
        let bench = GatewayBench()
        try await HTTPBench.serve(bench) { http in
            let body = Array("a1 k1 hello".utf8)
            for token in [nil, "", "wrong", "0123456789abcdef-treasury", HTTPBench.token + "x"] {
                let answer = try await http.post(body, token: token)
                #expect(answer.status == 401)
                #expect(answer.contentType == "application/problem+json")
                #expect(answer.headers["www-authenticate"] == "Bearer")
            }
            #expect(try await http.post(body, system: "nobody").status == 404)
            #expect(try await http.post(body, system: "edoc").status == 404, "known, but not served here")
        }
        #expect(await bench.outbox.rows.isEmpty)
    }

    @Test func aMessageOverTheLimitIsRefusedInTheSystemsOwnWords() async throws {
        try await HTTPBench.serve(GatewayBench()) { http in
            let largest = Array("a1 k1 ".utf8) + [UInt8](repeating: 0x61, count: 100_000)
            #expect(try await http.post(largest).status == 200)
            let answer = try await http.post([UInt8](repeating: 0x61, count: Limits.nativeMessageBytes + 1))
            #expect(answer.status == 413)
            #expect(answer.text == "NO tooLarge")
            #expect(try await http.post([]).text == "NO empty")
        }
    }

    @Test func aClosedReceiverAnswers503WithTheTimeOfReopening() async throws {
        let bench = GatewayBench()
        bench.gate.move("vnaccs", to: .refusing, until: Timestamp(milliseconds: GatewayBench.time.milliseconds + 30_000))
        try await HTTPBench.serve(bench) { http in
            let answer = try await http.post(Array("a1 k1 hello".utf8))
            #expect(answer.status == 503)
            #expect(answer.text == "CLOSED catalogs change")
            #expect(answer.headers["retry-after"] == "30")
            bench.gate.move("vnaccs", to: .refusing)
            #expect(try await http.post(Array("a1 k1 hello".utf8)).headers["retry-after"] == "60")
        }
    }

    @Test func aStoreThatFailsAnswers503AndIsNotReady() async throws {
        let bench = GatewayBench()
        try await HTTPBench.serve(bench) { http in
            #expect(try await http.get("v1/ready").status == 200)
            bench.outbox.isDown = true
            let answer = try await http.post(Array("a1 k1 hello".utf8), accept: "application/json")
            #expect(answer.status == 503)
            #expect(answer.json?["code"] == "notStored")
            #expect(answer.headers["retry-after"] == "60")
            #expect(try await http.get("v1/ready").status == 503)
            #expect(try await http.get("v1/health").status == 200)
        }
    }

    @Test func manyMayComeAtOnceAndNoneIsLost() async throws {
        let bench = GatewayBench()
        try await HTTPBench.serve(bench) { http in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<100 {
                    group.addTask { try await http.post(Array("e\(number) k\(number % 7) x".utf8)).status }
                }
                for try await status in group { #expect(status == 200) }
            }
        }
        #expect(Set(await bench.outbox.rows.map(\.event.id)) == Set((0..<100).map { "e\($0)" }))
    }

    /// The broker never answers; senders do not notice.
    @Test func acceptingGoesOnWhileTheBrokerIsDown() async throws {
        let bench = GatewayBench()
        let dispatcher = OutboxDispatcher(
            outbox: bench.outbox, publisher: NoBroker(), signal: bench.signal, logger: GatewayBench.quiet)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await dispatcher.run() }
            do {
                try await HTTPBench.serve(bench, dispatcher: dispatcher) { http in
                    for number in 0..<20 {
                        #expect(try await http.post(Array("e\(number) k x".utf8)).status == 200)
                    }
                    while dispatcher.status.blocked.isEmpty {
                        await dispatcher.signal.wait(after: dispatcher.signal.count, atMost: .milliseconds(10))
                    }
                    let health = try await http.get("v1/health")
                    #expect(health.json?["outbox"]?["oldestUnsent"] == 1)
                    #expect(health.json?["outbox"]?["lastError"]?.string?.contains("unreachable") == true)
                }
            } catch { Issue.record(error) }
            group.cancelAll()
        }
        #expect(await bench.outbox.rows.count == 20)
    }

    private struct NoBroker: MessagePublisher {
        func publish(_ messages: [OutboundMessage]) async -> [PublishOutcome] {
            messages.map { _ in .indeterminate(BusError(.unreachable, "nobody there", isRetryable: true)) }
        }
    }

    @Test func aClientThatWaitsForLeaveToSendItsBodyGetsIt() async throws {
        try await HTTPBench.serve(GatewayBench()) { http in
            let client = try RawHTTPClient(port: http.port)
            let head = """
                POST /v1/vnaccs/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(HTTPBench.token)\r\n\
                Expect: 100-continue\r\nContent-Length: 11\r\n\r\n
                """
            for id in ["a1", "a2"] {
                client.say(head)
                let leave = await client.read(until: "\r\n\r\n")
                #expect(leave.hasPrefix("HTTP/1.1 100 Continue\r\n"))
                client.say("\(id) k1 hello")
                let answer = await client.read(until: "OK \(id)")
                #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            }
        }
    }

    @Test func anotherMethodIsToldWhichOneToUse() async throws {
        try await HTTPBench.serve(GatewayBench()) { http in
            for method in ["GET", "PUT", "DELETE", "PATCH", "OPTIONS"] {
                let client = try RawHTTPClient(port: http.port)
                client.say("\(method) /v1/vnaccs/messages HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                let answer = await client.read(until: "handed over with POST")
                #expect(answer.hasPrefix("HTTP/1.1 405 "), "\(method)")
                #expect(answer.lowercased().contains("\r\nallow: post\r\n"), "\(method)")
                #expect(answer.contains("\"wrongMethod\""), "\(method)")
            }
        }
    }

    @Test func sendersThatKeepTheirConnectionsOpenLeaveRoomForOthers() async throws {
        try await HTTPBench.serve(GatewayBench()) { http in
            let idle = try (0..<300).map { _ in try RawHTTPClient(port: http.port) }
            #expect(try await http.post(Array("a1 k1 hello".utf8)).status == 200)
            withExtendedLifetime(idle) {}
        }
    }
}
