public import Bus
public import Store

/// How many partitions an installation has. It is fixed at the first start: a key that moved to another queue could
/// overtake itself.
public struct PartitionRecord: Sendable {
    private static let recordKind = "installation"
    private static let key = "partitions"

    private let control: any ControlStore

    public init(_ control: any ControlStore) { self.control = control }

    /// The number the installation has when the configuration says another one; nil also before the first start.
    public func installed(insteadOf configured: Int) async throws(StoreError) -> String? {
        guard let record = try await control.record(Self.recordKind, Self.key) else { return nil }
        let installed = String(decoding: record.value, as: UTF8.self)
        return installed == String(configured) ? nil : installed
    }

    /// Changes nothing; before the first start every number is right.
    /// - Throws: 65 when the configuration says another number than the installation has.
    public func check(_ configured: Int) async throws {
        if let installed = try await installed(insteadOf: configured) {
            throw ControlFailure(
                exit: 65,
                "configuration: partitions is \(configured), but this installation has \(installed); put \(installed) back")
        }
    }

    /// Compares, and remembers the number at the first start.
    /// - Throws: 65 when the configuration says another number than the installation has.
    public func settle(_ configured: Int, by actor: String, at time: Timestamp) async throws {
        try await check(configured)
        guard try await control.record(Self.recordKind, Self.key) == nil else { return }
        let text = String(configured)
        _ = try await control.commit(
            ControlChange(
                writes: [.init(kind: Self.recordKind, key: Self.key, expected: 0, value: Array(text.utf8))], at: time,
                actor: actor, action: "installation.create", subject: Self.key, reason: "first start", after: text))
    }
}
