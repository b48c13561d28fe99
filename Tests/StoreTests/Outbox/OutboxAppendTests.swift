import Bus
import JSON
import Store
import Testing

@Suite("Appending to an outbox")
struct OutboxAppendTests {
    let folder: ScratchFolder
    init() throws { folder = try ScratchFolder() }

    @Test("Positions rise in the order of acceptance and are in the events' bytes", arguments: StoreFactory.all)
    func positions(_ factory: StoreFactory) async throws {
        let outbox = try await factory.outbox(folder)
        #expect(try await outbox.highestPosition() == 0)
        #expect(try await outbox.append([Sample.submission("a", "b"), Sample.submission("c")]) == [.accepted, .accepted])
        let rows = try await outbox.unsent(after: 0, limit: 10, heldBack: [])
        #expect(rows.map(\.event.id) == ["a", "b", "c"])
        #expect(rows.map(\.position) == [1, 2, 3])
        #expect(try await outbox.highestPosition() == 3)
        for row in rows {
            let event = try EventCodec.decode(row.event.bytes)
            #expect(event.sequence == UInt64(row.position))
            #expect(event.recordedTime == Sample.now)
            #expect(event.draft == Sample.draft(row.event.id))
            #expect(row.event.routingKey == Partitioning.standard.routingKey(for: Sample.type, key: "10512345678"))
            #expect(row.event.time == Sample.now)
            #expect(row.event.type == Sample.type)
        }
    }

    @Test("A message handed over again is a duplicate and stores nothing", arguments: StoreFactory.all)
    func duplicate(_ factory: StoreFactory) async throws {
        let outbox = try await factory.outbox(folder)
        _ = try await outbox.append([Sample.submission("a", "b")])
        #expect(try await outbox.append([Sample.submission("a", "b")]) == [.duplicate])
        #expect(try await outbox.append([Sample.submission("b")]) == [.duplicate])
        #expect(try await outbox.highestPosition() == 2)
    }

    @Test("Another trace or another time of arrival makes no other content", arguments: StoreFactory.all)
    func duplicateInAnotherTrace(_ factory: StoreFactory) async throws {
        let outbox = try await factory.outbox(folder)
        _ = try await outbox.append([Sample.submission("a")])
        let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        let again = Sample.submission(
            [Sample.draft("a", traceparent: trace)], received: Timestamp(milliseconds: Sample.now.milliseconds + 60_000))
        #expect(try await outbox.append([again]) == [.duplicate])
    }

    @Test("The same message twice in one call is accepted once", arguments: StoreFactory.all)
    func duplicateInOneCall(_ factory: StoreFactory) async throws {
        let outbox = try await factory.outbox(folder)
        let results = try await outbox.append([Sample.submission("a"), Sample.submission("a")])
        #expect(results == [.accepted, .duplicate])
        #expect(try await outbox.unsentIDs() == ["a"])
    }

    @Test("Of a message of which some events are known, the others are stored", arguments: StoreFactory.all)
    func partlyKnown(_ factory: StoreFactory) async throws {
        let outbox = try await factory.outbox(folder)
        _ = try await outbox.append([Sample.submission("a")])
        #expect(try await outbox.append([Sample.submission("a", "b")]) == [.accepted])
        #expect(try await outbox.unsentIDs() == ["a", "b"])
    }

    @Test("A known id with other content conflicts, and nothing of the message is stored", arguments: StoreFactory.all)
    func conflict(_ factory: StoreFactory) async throws {
        let outbox = try await factory.outbox(folder)
        _ = try await outbox.append([Sample.submission("a")])
        let other = Sample.submission([Sample.draft("new"), Sample.draft("a", text: "other")])
        #expect(try await outbox.append([other]) == [.conflicting(eventID: "a")])
        #expect(try await outbox.unsentIDs() == ["a"])
        #expect(try await outbox.events(ids: ["new"]).isEmpty)
    }

    @Test("One id twice in a message with two contents conflicts", arguments: StoreFactory.all)
    func conflictWithinMessage(_ factory: StoreFactory) async throws {
        let outbox = try await factory.outbox(folder)
        let message = Sample.submission([Sample.draft("a", text: "1"), Sample.draft("a", text: "2")])
        #expect(try await outbox.append([message]) == [.conflicting(eventID: "a")])
        #expect(try await outbox.highestPosition() == 0)
    }

    @Test("Every stated field counts as content", arguments: StoreFactory.all)
    func contentFields(_ factory: StoreFactory) async throws {
        let outbox = try await factory.outbox(folder)
        _ = try await outbox.append([Sample.submission("a")])
        var others = Array(repeating: Sample.draft("a"), count: 6)
        others[0].source = "/elsewhere"
        others[1].subject = nil
        others[2].time.milliseconds += 1
        others[3].partitionKey = "20512345678"
        others[4].type = EventType(system: "vnaccs", entity: "declaration", event: "cleared")
        others[5].data = ["text": "y"]
        let results = try await outbox.append(others.map { Sample.submission([$0]) })
        #expect(results == Array(repeating: .conflicting(eventID: "a"), count: 6))
    }

    @Test("An event over a limit refuses its message and no other", arguments: StoreFactory.all)
    func refused(_ factory: StoreFactory) async throws {
        let outbox = try await factory.outbox(folder)
        let large = Sample.submission(
            [Sample.draft("small"), Sample.draft("large", text: String(repeating: "x", count: Limits.eventBytes))])
        let results = try await outbox.append([
            Sample.submission("before"), large, Sample.submission("a", text: "1"), Sample.submission("a", text: "2"),
            Sample.submission("after"),
        ])
        #expect(results[0] == .accepted && results[2] == .accepted && results[4] == .accepted)
        #expect(results[3] == .conflicting(eventID: "a"))
        guard case .refused(let reason) = results[1] else {
            Issue.record("an event over the limit was \(results[1])")
            return
        }
        #expect(!reason.isEmpty)
        #expect(try await outbox.unsentIDs() == ["before", "a", "after"])
    }

    @Test("A native message over its limit, and one without events, are refused", arguments: StoreFactory.all)
    func refusedMessages(_ factory: StoreFactory) async throws {
        let outbox = try await factory.outbox(folder)
        let large = Sample.submission("a", native: String(repeating: "x", count: Limits.nativeMessageBytes + 1))
        let fitting = Sample.submission("b", native: String(repeating: "x", count: Limits.nativeMessageBytes))
        let results = try await outbox.append([large, Sample.submission([]), fitting])
        for result in results.prefix(2) {
            guard case .refused = result else {
                Issue.record("expected a refusal, not \(result)")
                continue
            }
        }
        #expect(results[2] == .accepted)
        #expect(try await outbox.unsentIDs() == ["b"])
    }

    @Test("Messages handed over at the same time are each stored once", arguments: StoreFactory.all)
    func concurrent(_ factory: StoreFactory) async throws {
        let outbox = try await factory.outbox(folder)
        let results = try await withThrowingTaskGroup(of: SubmissionResult.self) { group in
            for number in 0..<200 {
                // Each message twice, in different tasks.
                group.addTask { try await outbox.append([Sample.submission("event-\(number / 2)")])[0] }
            }
            return try await group.reduce(into: [SubmissionResult]()) { $0.append($1) }
        }
        #expect(results.count { $0 == .accepted } == 100)
        #expect(results.count { $0 == .duplicate } == 100)
        let rows = try await outbox.unsent(after: 0, limit: 1000, heldBack: [])
        #expect(rows.map(\.position) == Array(1...100))
        #expect(Set(rows.map(\.event.id)).count == 100)
    }
}
