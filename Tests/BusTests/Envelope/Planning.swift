import Bus
import TestSupport
import Testing

@Suite struct Planning {
    private func event(_ routingKey: String, _ bytes: Int) -> EncodedEvent {
        EncodedEvent(
            id: "e", type: EventType(system: "s", entity: "e", event: "x"), time: Samples.time, partitionKey: "k",
            routingKey: routingKey, bytes: [UInt8](repeating: 0x20, count: bytes))
    }

    @Test func nothingForNothing() {
        #expect(BatchPlanner.plan([]).isEmpty)
    }

    @Test func oneMessageARoutingKeyInOrderOfTheirFirstEvents() {
        let plan = BatchPlanner.plan(["b", "a", "b", "c", "a"].map { event($0, 100) })
        #expect(plan.map(\.routingKey) == ["b", "a", "c"])
        #expect(plan.map(\.indices) == [[0, 2], [1, 4], [3]])
    }

    @Test func atMostSoManyEvents() {
        let plan = BatchPlanner.plan((0..<300).map { _ in event("a", 10) })
        #expect(plan.map(\.indices.count) == [128, 128, 44])
        #expect(plan.flatMap(\.indices) == Array(0..<300))
    }

    @Test func atMostSoManyBytes() {
        // Two events with brackets and comma fill a message to the last byte.
        let half = (Limits.batchBytes - 3) / 2
        let exact = Limits.batchBytes - 3 - half
        #expect(BatchPlanner.plan([event("a", half), event("a", exact)]).map(\.indices) == [[0, 1]])
        #expect(BatchPlanner.plan([event("a", half), event("a", exact + 1)]).map(\.indices) == [[0], [1]])
    }

    @Test func anEventLargerThanAMessageGoesAlone() {
        let plan = BatchPlanner.plan([event("a", 10), event("a", 100_000), event("a", 10), event("a", 10)])
        #expect(plan.map(\.indices) == [[0], [1], [2, 3]])
    }

    @Test func forAnyRunNothingIsLostOrOvertaken() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<200 {
            let events = (0..<Int.random(in: 1...400, using: &generator)).map { _ in
                event(
                    ["a", "b", "c"].randomElement(using: &generator) ?? "a",
                    [10, 1000, 20_000, 70_000].randomElement(using: &generator) ?? 10)
            }
            let plan = BatchPlanner.plan(events)
            #expect(plan.flatMap(\.indices).sorted() == Array(events.indices))
            for key in ["a", "b", "c"] {
                let order = plan.filter { $0.routingKey == key }.flatMap(\.indices)
                #expect(order == events.indices.filter { events[$0].routingKey == key })
            }
            for batch in plan {
                #expect(batch.bytes == BatchCodec.encode(batch.indices.map { events[$0] }).count)
                #expect(batch.indices.count == 1 || batch.bytes <= Limits.batchBytes && batch.indices.count <= Limits.batchEvents)
            }
        }
    }
}
