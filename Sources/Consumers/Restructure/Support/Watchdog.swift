import Bus

extension MessageSource {
    /// The next batch, or nil when nothing came within the limit or the source was stopped.
    ///
    /// When the limit passes the source is stopped: that is what wakes the waiter, and what was prefetched goes back.
    func next(maximum: Int, within limit: Duration, _ ticker: Ticker) async throws(BusError) -> [Delivery]? {
        let answer = await withTaskGroup(of: Void.self, returning: Result<[Delivery]?, BusError>.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                do { try await ticker.sleep(limit) } catch { return }
                await stop()
            }
            do throws(BusError) {
                return .success(try await next(maximum: maximum))
            } catch {
                return .failure(error)
            }
        }
        return try answer.get()
    }
}
