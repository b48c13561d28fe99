import Bus
import Store
import Synchronization

/// One consumer's orders in memory, as its workers ask for them, and their receipts.
final class ConsumerBoard: Sendable {
    /// Woken after each change.
    let changed = DispatchSignal()

    private let consumer: String
    private let store: any ControlStore
    private let state = Mutex(ConsumerOrders())

    init(_ consumer: String, _ store: any ControlStore) {
        self.consumer = consumer
        self.store = store
    }

    /// Never waits: what was in force when they were read last.
    var orders: ConsumerOrders { state.withLock { $0 } }

    func refresh() async throws(StoreError) {
        guard let record = try await store.record(ConsumerOrders.recordKind, consumer) else { return }
        let fresh = try ConsumerOrders(record)
        let isNew = state.withLock { orders in
            // Two refreshes may overlap; the older one is dropped.
            guard fresh.generation > orders.generation else { return false }
            orders = fresh
            return true
        }
        if isNew { changed.wake() }
    }

    /// Writes the receipt of a process; the same again writes nothing.
    func confirm(_ generation: Int64, process: String, partitions: [Int]) async throws(StoreError) {
        let receipt = ConsumerReceipt(
            consumer: consumer, process: process, partitions: partitions, generation: generation, at: SystemClock.now())
        let earlier = try await store.record(ConsumerReceipt.recordKind, receipt.key)
        if let earlier, let known = try? ConsumerReceipt(earlier), known.generation == generation,
            known.partitions == partitions
        {
            return
        }
        try await write(
            receipt, value: receipt.json.bytes, action: "consumer.confirm", reason: "obeys generation \(generation)",
            before: earlier)
    }

    /// The clean end of a process: it has nothing in hand any more.
    func withdraw(process: String) async throws(StoreError) {
        let receipt = ConsumerReceipt(consumer: consumer, process: process, partitions: [], generation: 0, at: SystemClock.now())
        guard let earlier = try await store.record(ConsumerReceipt.recordKind, receipt.key) else { return }
        try await write(receipt, value: nil, action: "consumer.leave", reason: "clean end", before: earlier)
    }

    private func write(
        _ receipt: ConsumerReceipt, value: [UInt8]?, action: String, reason: String, before: ControlRecord?
    ) async throws(StoreError) {
        _ = try await store.commit(
            ControlChange(
                writes: [.init(kind: ConsumerReceipt.recordKind, key: receipt.key, expected: nil, value: value)],
                at: receipt.at, actor: receipt.process, action: action, subject: consumer, reason: reason,
                before: before.map { String(decoding: $0.value, as: UTF8.self) } ?? "",
                after: value.map { String(decoding: $0, as: UTF8.self) } ?? ""))
    }
}
