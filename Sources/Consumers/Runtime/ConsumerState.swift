public import JSON
public import Store

/// A consumer's own state within one transaction: JSON values by key, one with the inbox and the outgoing events.
///
/// Only what was committed with the event counts: an attempt that is rolled back leaves nothing behind.
public struct ConsumerState {
    private let transaction: any LedgerTransaction
    private let consumer: String

    init(_ transaction: any LedgerTransaction, of consumer: String) {
        self.transaction = transaction
        self.consumer = consumer
    }

    /// - Parameter key: 1 to 512 bytes of UTF-8.
    /// - Returns: nil when nothing is kept under the key.
    /// - Throws: `StoreError`; `ConsumerFailure` of kind poison, when what is kept is no JSON.
    public func value(_ key: String) throws -> JSONValue? {
        guard let bytes = try transaction.value(key, of: consumer) else { return nil }
        guard let value = try? JSON.parse(bytes) else {
            throw ConsumerFailure.poison("state", "what is kept under a key is not JSON; another program has written it")
        }
        return value
    }

    /// Keeps a value of at most 256 KiB under the key; nil takes it away.
    /// - Throws: `StoreError`, `invalid` when key or value is over its limit.
    public func set(_ key: String, to value: JSONValue?) throws {
        try transaction.setValue(value?.bytes, key, of: consumer)
    }
}

extension Consumer {
    /// This consumer's own state.
    public func state(in transaction: any LedgerTransaction) -> ConsumerState { ConsumerState(transaction, of: name) }
}
