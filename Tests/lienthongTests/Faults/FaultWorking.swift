import Testing

/// What the worker processes of the fault runs run; the runner looks at how they end.
@Suite(.enabled(if: FaultOrders.ours != nil, "the fault runs start it in processes of its own"))
struct FaultWorking {
    @Test("Works until it is stopped", .timeLimit(.minutes(10)))
    func work() async throws {
        try await FaultWorker(orders: try #require(FaultOrders.ours)).run()
    }
}
