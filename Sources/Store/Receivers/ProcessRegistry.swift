public import Bus

/// The list of processes that are alive, kept by the processes themselves.
///
/// A process that was killed stays on the list until it starts again under the same name or an operator takes it off:
/// it may have accepted messages that nobody has seen yet, so a pause must not count as complete without it.
public struct ProcessRegistry: Sendable {
    private let store: any ControlStore
    private let now: @Sendable () -> Timestamp

    public init(store: any ControlStore, now: @escaping @Sendable () -> Timestamp) {
        self.store = store
        self.now = now
    }

    /// Puts a process on the list, or takes the place of its earlier run. The receipts of that run go with it: the
    /// present one has not yet obeyed anything.
    public func register(
        _ name: String, receivers: [String], followsCatalogs: Bool = false
    ) async throws(StoreError) {
        let record = ProcessRecord(
            name: name, receivers: receivers.sorted(), followsCatalogs: followsCatalogs, started: now())
        try await write(
            name, value: record.json.bytes, actor: name, action: "process.register", reason: "start",
            after: record.json.text)
    }

    /// The clean end of a process: everything it accepted is with the broker or in its outbox, for its next run.
    public func unregister(_ name: String) async throws(StoreError) {
        try await write(name, value: nil, actor: name, action: "process.unregister", reason: "clean end", after: "")
    }

    /// Takes a process off the list that will not come back.
    /// - Returns: false when it was not on it.
    public func forget(_ name: String, actor: String, reason: String) async throws(StoreError) -> Bool {
        guard try await store.record(ProcessRecord.recordKind, name) != nil else { return false }
        try await write(name, value: nil, actor: actor, action: "process.forget", reason: reason, after: "")
        return true
    }

    /// By name.
    public func processes() async throws(StoreError) -> [ProcessRecord] {
        var processes: [ProcessRecord] = []
        for record in try await store.records(ProcessRecord.recordKind) { processes.append(try ProcessRecord(record)) }
        return processes
    }

    private func write(
        _ name: String, value: [UInt8]?, actor: String, action: String, reason: String, after: String
    ) async throws(StoreError) {
        let before = try await store.record(ProcessRecord.recordKind, name)
        if before == nil, value == nil { return }
        var writes = [ControlChange.Write(kind: ProcessRecord.recordKind, key: name, expected: nil, value: value)]
        for record in try await store.records(ReceiverReceipt.recordKind)
        where try ReceiverReceipt(record).process == name {
            writes.append(.init(kind: ReceiverReceipt.recordKind, key: record.key, expected: nil, value: nil))
        }
        if try await store.record(ReceiverReceipt.catalogRecordKind, name) != nil {
            writes.append(.init(kind: ReceiverReceipt.catalogRecordKind, key: name, expected: nil, value: nil))
        }
        _ = try await store.commit(
            ControlChange(
                writes: writes, at: now(), actor: actor, action: action, subject: name, reason: reason,
                before: before.map { String(decoding: $0.value, as: UTF8.self) } ?? "", after: after))
    }
}
