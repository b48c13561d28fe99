import Store

extension OutboxDispatcher {
    /// Returns when everything in the outbox is confirmed and marked so. Whoever appends has to be through.
    /// - Throws: `StoreError`; `CancellationError`.
    func emptied(_ outbox: any OutboxStore) async throws {
        while true {
            let seen = progress.count
            if try await outbox.unsent(after: 0, limit: 1, heldBack: []).isEmpty { return }
            try Task.checkCancellation()
            await progress.wait(after: seen, atMost: .seconds(1))
        }
    }
}
