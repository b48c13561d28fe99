import Bus
import Store
import Testing

@Suite("What an outbox knows for the account")
struct OutboxAccountTests {
    let folder: ScratchFolder
    init() throws { folder = try ScratchFolder() }

    private func refusal(_ native: String, system: String = "vnaccs", at time: Int64 = 0) -> RefusedMessage {
        RefusedMessage(
            system: system, native: Array(native.utf8), received: Timestamp(milliseconds: Sample.now.milliseconds + time),
            code: "signature", reason: "signature does not verify")
    }

    @Test("Received is accepted events and refused messages, by system", arguments: StoreFactory.all)
    func counts(_ factory: StoreFactory) async throws {
        let outbox = try await factory.outbox(folder)
        _ = try await outbox.append([
            Sample.submission("a", "b"), Sample.submission("c", system: "edoc", route: .held), Sample.submission("a", "b"),
        ])
        try await outbox.markSent([1])
        try await outbox.quarantine(refusal("broken"))
        try await outbox.quarantine(refusal("broken"))
        try await outbox.quarantine(refusal("broken", system: "treasury"))
        #expect(try await outbox.refusedCounts(from: nil, until: nil) == ["vnaccs": 1, "treasury": 1])
        let entries = try await accepted(outbox).sorted { $0.id < $1.id }
        #expect(entries.map(\.id) == ["a", "b", "c"])
        #expect(entries.map(\.sent) == [true, false, false])
        #expect(entries.map(\.route) == [.live, .live, .held])
        #expect(entries.map(\.system) == ["vnaccs", "vnaccs", "edoc"])
        #expect(entries.allSatisfy { $0.routingKey.hasPrefix("\($0.system).declaration.p") })
    }

    @Test("A period holds its beginning and not its end", arguments: StoreFactory.all)
    func period(_ factory: StoreFactory) async throws {
        let outbox = try await factory.outbox(folder)
        let times = [0, 1000, 2000].map { Timestamp(milliseconds: Sample.now.milliseconds + $0) }
        for (number, time) in times.enumerated() {
            _ = try await outbox.append([Sample.submission("event-\(number)", received: time)])
            try await outbox.quarantine(refusal("broken \(number)", at: Int64(number) * 1000))
        }
        #expect(try await accepted(outbox, from: times[1], until: times[2]).map(\.id) == ["event-1"])
        #expect(try await outbox.refusedCounts(from: times[1], until: times[2]) == ["vnaccs": 1])
        #expect(try await accepted(outbox, from: times[1]).count == 2)
        #expect(try await accepted(outbox, until: times[1]).count == 1)
    }

    @Test("Pages of any size show everything once, also where many were recorded at the same time", arguments: StoreFactory.all)
    func pages(_ factory: StoreFactory) async throws {
        let outbox = try await factory.outbox(folder)
        for number in 0..<12 {
            _ = try await outbox.append([
                Sample.submission("a\(number)"), Sample.submission("b\(number)", system: "edoc", route: .held),
                Sample.submission(
                    "c\(number)", received: Timestamp(milliseconds: Sample.now.milliseconds + Int64(number % 3))),
            ])
        }
        for limit in [1, 2, 5, 36, 100] {
            var ids: [String] = []
            try await outbox.forEachPageOfAccepted(limit: limit) { page in
                #expect(page.count <= limit)
                ids += page.map(\.id)
            }
            #expect(ids.count == 36, "pages of \(limit)")
            #expect(Set(ids).count == 36, "pages of \(limit)")
        }
    }

    @Test("A period is exact over thousands of events, also when the clock was put back in between", arguments: StoreFactory.all)
    func jumpingClock(_ factory: StoreFactory) async throws {
        let outbox = try await factory.outbox(folder)
        let day: Int64 = 24 * 3600 * 1000
        let times = (0..<3500).map { number -> Timestamp in
            // A day back in the middle of a thousand, and forward again much later.
            let jump = (1500..<2600).contains(number) ? day : 0
            return Timestamp(milliseconds: Sample.now.milliseconds + Int64(number) - jump)
        }
        for start in stride(from: 0, to: times.count, by: 70) {
            _ = try await outbox.append(
                (start..<start + 70).map { Sample.submission("event-\($0)", native: "", received: times[$0]) })
        }
        let periods: [(from: Timestamp?, until: Timestamp?)] = [
            (nil, nil), (times[1490], times[2650]), (times[1500], times[1510]), (nil, times[0]), (times[0], times[1]),
            (times[2599], nil), (times[3499], nil), (times[2000], times[3000]),
        ]
        for period in periods {
            let wanted = times.indices.filter { number in
                period.from.map { $0 <= times[number] } ?? true && period.until.map { times[number] < $0 } ?? true
            }
            var seen: [String] = []
            try await outbox.forEachPageOfAccepted(from: period.from, until: period.until, limit: 450) { page in
                seen += page.map(\.id)
            }
            #expect(seen == wanted.map { "event-\($0)" })
        }
    }

    @Test("Behind the last of all positions there is nothing", arguments: StoreFactory.all)
    func behindTheLast(_ factory: StoreFactory) async throws {
        let outbox = try await factory.outbox(folder)
        _ = try await outbox.append([Sample.submission("a")])
        for position in [1, Int64.max - 1, Int64.max] {
            #expect(try await outbox.accepted(from: nil, until: nil, after: position, limit: 10).isEmpty)
            #expect(try await outbox.unsent(after: position, limit: 10, heldBack: []).isEmpty)
            #expect(try await outbox.unsent(after: position, limit: 10, heldBack: ["edoc"]).isEmpty)
        }
        #expect(try await outbox.accepted(from: nil, until: nil, after: .min, limit: 10).map(\.id) == ["a"])
        #expect(try await outbox.unsent(after: .min, limit: 10, heldBack: []).map(\.event.id) == ["a"])
    }

    private func accepted(
        _ outbox: any OutboxStore, from: Timestamp? = nil, until: Timestamp? = nil
    ) async throws -> [OutboxEntry] {
        try await outbox.accepted(from: from, until: until, after: 0, limit: 100)
    }

    @Test("Quarantine keeps the bytes and the reason once, and counts", arguments: StoreFactory.all)
    func quarantine(_ factory: StoreFactory) async throws {
        let outbox = try await factory.outbox(folder)
        try await outbox.quarantine(refusal("first"))
        try await outbox.quarantine(refusal("second", system: "edoc"))
        try await outbox.quarantine(refusal("first", at: 5000))
        let refusals = try await outbox.refusals(system: nil, limit: 10)
        #expect(refusals.map { String(decoding: $0.message.native, as: UTF8.self) } == ["first", "second"])
        #expect(refusals.map(\.times) == [2, 1])
        #expect(refusals[0].message.received == Sample.now)
        #expect(refusals[0].message.code == "signature")
        #expect(refusals[0].message.reason == "signature does not verify")
        #expect(try await outbox.refusals(system: "edoc", limit: 10).count == 1)
        #expect(try await outbox.refusals(system: nil, limit: 1).count == 1)
    }

    @Test("Events and the native message they were made of are found by id", arguments: StoreFactory.all)
    func byID(_ factory: StoreFactory) async throws {
        let outbox = try await factory.outbox(folder)
        _ = try await outbox.append([
            Sample.submission("a", "b", native: "message 1"), Sample.submission("c", native: ""),
        ])
        try await outbox.markSent([1])
        let rows = try await outbox.events(ids: ["b", "unknown", "a", "a"])
        #expect(rows.map(\.event.id) == ["a", "b"])
        let native = try #require(try await outbox.native(ofEvent: "b"))
        #expect(native.bytes == Array("message 1".utf8))
        #expect(native.system == "vnaccs" && native.form == "VAD1AC" && native.correlation == "correlation of a")
        #expect(native.received == Sample.now)
        #expect(try await outbox.native(ofEvent: "c") == nil)
        #expect(try await outbox.native(ofEvent: "unknown") == nil)
    }
}
