/// What a gateway asks about the receivers it serves, and where it reports that it obeys.
public protocol ReceiverGate: Sendable {
    /// The record in force. Never waits: from memory.
    func record(of receiver: String) -> ReceiverRecord

    /// All records at once, then again after each change, latest state only; ends when the task is cancelled.
    func changes() -> AsyncStream<[ReceiverRecord]>

    /// Reports that this process obeys the receiver's generation: nothing that it accepts from here on, and nothing in
    /// flight, follows an older one; for `releasing`, also that every held event it had accepted is confirmed by the broker.
    func confirm(_ receiver: String, generation: Int64, process: String) async throws(StoreError)
}
