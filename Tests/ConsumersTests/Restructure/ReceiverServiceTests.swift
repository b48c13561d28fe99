import Bus
import Consumers
import JSON
import Store
import Testing

struct ReceiverServiceTests {
    private let store = MemoryControl()

    private func registry() -> ProcessRegistry { ProcessRegistry(store: store, now: { Samples.evening }) }
    private func board() -> ReceiverBoard {
        ReceiverBoard(store: store, receivers: ["vnaccs", "epayment"], now: { Samples.evening })
    }

    @Test func aPauseIsCompleteOnlyWithEveryServingProcess() async throws {
        try await registry().register("gateway-1", receivers: ["epayment"])
        try await registry().register("gateway-2", receivers: ["epayment", "vnaccs"])
        try await registry().register("gateway-3", receivers: ["vnaccs"])
        let service = Samples.receivers(store)
        let act = try await service.pause("epayment", mode: .hold, reason: "night", until: nil, actor: "lan")
        try await board().confirm("epayment", generation: act.after.generation, process: "gateway-1")
        let status = try await service.status("epayment")
        #expect(status.confirmed == ["gateway-1"])
        #expect(status.missing == ["gateway-2"])
        #expect(!status.isComplete)
    }

    @Test func aReceiptForAnOlderGenerationDoesNotCount() async throws {
        try await registry().register("gateway-1", receivers: ["epayment"])
        let service = Samples.receivers(store)
        _ = try await service.pause("epayment", mode: .hold, reason: "night", until: nil, actor: "lan")
        try await board().confirm("epayment", generation: 1, process: "gateway-1")
        _ = try await service.pause("epayment", mode: .refuse, reason: "full", until: nil, actor: "lan")
        #expect(try await service.status("epayment").missing == ["gateway-1"])
    }

    @Test func aRestartedProcessOwesItsReceiptAgain() async throws {
        try await registry().register("gateway-1", receivers: ["epayment"])
        let service = Samples.receivers(store)
        _ = try await service.pause("epayment", mode: .hold, reason: "night", until: nil, actor: "lan")
        try await board().confirm("epayment", generation: 1, process: "gateway-1")
        try await registry().register("gateway-1", receivers: ["epayment"])
        #expect(try await service.status("epayment").missing == ["gateway-1"])
        try await board().confirm("epayment", generation: 1, process: "gateway-1")
        #expect(try await service.status("epayment").isComplete)
    }

    @Test func aProcessThatEndedOwesNothing() async throws {
        try await registry().register("gateway-1", receivers: ["epayment"])
        let service = Samples.receivers(store)
        _ = try await service.pause("epayment", mode: .hold, reason: "night", until: nil, actor: "lan")
        try await registry().unregister("gateway-1")
        #expect(try await service.status("epayment").isComplete)
    }

    @Test func theLogHasWhoWhyBeforeAndAfter() async throws {
        let service = Samples.receivers(store)
        _ = try await service.pause("vnaccs", mode: .refuse, reason: "night", until: Samples.morning, actor: "lan")
        _ = try await service.resume("vnaccs", actor: "minh", reason: "verified")
        let log = try await store.log(after: 0, limit: 10)
        #expect(log.map(\.action) == ["receiver.pause", "receiver.resume"])
        #expect(log.map(\.actor) == ["lan", "minh"])
        #expect(log.map(\.reason) == ["night", "verified"])
        #expect(log[1].before == log[0].after)
        #expect(log[0].before.contains(#""state":"open""#))
        #expect(log[1].before.contains(#""state":"refusing""#))
    }

    @Test func anActThatChangesNothingIsNotLogged() async throws {
        let act = try await Samples.receivers(store).resume("vnaccs", actor: "lan")
        #expect(!act.changed)
        #expect(act.answer == "vnaccs is open; there is nothing to resume")
        #expect(try await store.log(after: 0, limit: 10).isEmpty)
    }

    @Test func whoLooksAtAnOlderGenerationIsTold() async throws {
        let service = Samples.receivers(store)
        _ = try await service.pause("vnaccs", mode: .refuse, reason: "night", until: nil, actor: "lan")
        let error = await #expect(throws: RestructureError.self) {
            try await service.resume("vnaccs", actor: "minh", expected: 0)
        }
        #expect(error?.code == .conflict)
    }

    @Test func anUnknownReceiverIsNamed() async throws {
        let error = await #expect(throws: RestructureError.self) {
            try await Samples.receivers(store).resume("vnacs", actor: "lan")
        }
        #expect(error?.code == .notFound)
        #expect(error?.description.contains("vnaccs") == true)
    }

    @Test func aPausePastItsEndIsOverdue() async throws {
        _ = try await Samples.receivers(store).pause(
            "edoc", mode: .hold, reason: "night", until: Samples.midnight, actor: "lan")
        #expect(try await !Samples.receivers(store).status("edoc").isOverdue)
        #expect(try await Samples.receivers(store, at: Samples.morning).status("edoc").isOverdue)
    }

    @Test func theListHasTheFixedKeys() async throws {
        let service = Samples.receivers(store, held: { receiver throws(BusError) in receiver == "epayment" ? 7 : 0 })
        _ = try await service.pause("epayment", mode: .hold, reason: "night", until: Samples.morning, actor: "lan")
        let line = try #require(try await service.list().first { $0.record.receiver == "epayment" }).json
        #expect(line["state"] == "holding")
        #expect(line["mode"] == "holding")
        #expect(line["held"] == 7)
        #expect(line["generation"] == 1)
        #expect(line["until"] == "2025-03-15T05:00:00+07:00")
        #expect(line["by"] == "lan")
        for key in ["receiver", "reason", "since", "confirmed", "missing"] { #expect(line[key] != nil, "\(key)") }
    }

    @Test func withoutABrokerTheListLacksOnlyTheCounts() async throws {
        let service = Samples.receivers(
            store, held: { _ throws(BusError) in throw BusError(.unreachable, "no broker", isRetryable: true) })
        _ = try await service.pause("epayment", mode: .hold, reason: "night", until: nil, actor: "lan")
        let line = try #require(try await service.list().first { $0.record.receiver == "epayment" })
        #expect(line.held == nil)
        #expect(line.json["held"] == .null)
        #expect(line.record.state == .holding)
    }
}
