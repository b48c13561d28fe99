import Bus
import Consumers
import Store
import Testing

struct ReceiverBoardTests {
    private let control = ObservedControl(MemoryControl())

    private func board() -> ReceiverBoard {
        ReceiverBoard(store: control, receivers: ["vnaccs", "epayment"], now: { Samples.evening })
    }

    @Test func whatNobodyTouchedIsOpen() {
        #expect(board().record(of: "vnaccs") == .untouched("vnaccs"))
    }

    @Test func aRefreshBringsTheRecordInForce() async throws {
        let board = board()
        _ = try await Samples.receivers(control).pause(
            "vnaccs", mode: .refuse, reason: "night", until: Samples.morning, actor: "lan")
        try await board.refresh()
        let record = board.record(of: "vnaccs")
        #expect(record.state == .refusing)
        #expect(record.generation == 1)
        #expect(record.until == Samples.morning)
    }

    @Test func listenersGetTheStateAtOnceAndTheLatestAfterChanges() async throws {
        let board = board()
        var changes = board.changes().makeAsyncIterator()
        #expect(await changes.next()?.map(\.state) == [.open, .open])
        let service = Samples.receivers(control)
        for mode in [ReceiverMode.hold, .refuse] {
            _ = try await service.pause("vnaccs", mode: mode, reason: "night", until: nil, actor: "lan")
            try await board.refresh()
        }
        #expect(await changes.next()?.map(\.state) == [.open, .refusing])
    }

    @Test func aWriteWakesTheFollower() async throws {
        let board = board()
        let follower = Task { await board.follow(control.wakeUps()) { Issue.record($0) } }
        defer { follower.cancel() }
        var changes = board.changes().makeAsyncIterator()
        _ = await changes.next()
        _ = try await Samples.receivers(control).pause("epayment", mode: .hold, reason: "n", until: nil, actor: "lan")
        #expect(await changes.next()?.first { $0.receiver == "epayment" }?.state == .holding)
    }

    @Test func anOlderReceiptDoesNotReplaceANewerOne() async throws {
        let board = board()
        try await board.confirm("vnaccs", generation: 3, process: "gateway-1")
        try await board.confirm("vnaccs", generation: 2, process: "gateway-1")
        let record = try #require(try await control.record("receipt", "vnaccs/gateway-1"))
        #expect(try ReceiverReceipt(record).generation == 3)
    }

    @Test func aRecordThatIsNotOursIsCorrupt() async throws {
        _ = try await control.commit(
            ControlChange(
                writes: [.init(kind: "receiver", key: "vnaccs", expected: 0, value: Array(#"{"state":"shut"}"#.utf8))],
                at: Samples.evening, actor: "a", action: "b", subject: "c", reason: "d"))
        let error = await #expect(throws: StoreError.self) { try await board().refresh() }
        #expect(error?.code == .corrupt)
        #expect(error?.reason.contains("state") == true)
    }
}
