/// The refusals that every store words alike.
extension StoreError {
    /// What a body of a transaction threw. A store's own error passes as it is, so that `fenced` stays `fenced`.
    static func rolledBack(by error: any Error) -> StoreError {
        if let error = error as? StoreError { return error }
        return StoreError(.invalid, "the caller's part failed and nothing was stored", cause: error)
    }

    static func fenced(partition: String, epoch: Int64, by newer: Int64) -> StoreError {
        StoreError(.fenced, "partition \(partition) belongs to epoch \(newer); epoch \(epoch) may not commit")
    }

    static func conflict(_ write: ControlChange.Write, found generation: Int64) -> StoreError {
        let expected = write.expected ?? 0
        return StoreError(
            .conflict,
            "\(write.kind) \(write.key) is at generation \(generation), not \(expected); read it again and decide anew")
    }

    static func notParked(_ eventID: String, consumer: String) -> StoreError {
        StoreError(.invalid, "event \(eventID) is not parked for consumer \(consumer), so it cannot be discarded")
    }
}
