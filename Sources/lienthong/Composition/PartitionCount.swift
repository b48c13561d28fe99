import Store

/// The number of partitions is fixed for an installation: a key that moved to another queue could overtake itself.
enum PartitionCount {
    private static let recordKind = "installation"
    private static let key = "partitions"

    /// Remembers the number at the first start and compares it at every later one.
    /// - Throws: 65 when the configuration says another number than the installation has.
    static func check(_ configuration: Configuration, _ control: any ControlStore) async throws {
        let configured = String(configuration.partitions)
        if let record = try await control.record(recordKind, key) {
            let installed = String(decoding: record.value, as: UTF8.self)
            guard installed == configured else {
                throw CommandFailure(
                    .badInput,
                    "configuration: partitions is \(configured), but this installation has \(installed); put \(installed) back")
            }
            return
        }
        _ = try await control.commit(
            ControlChange(
                writes: [.init(kind: recordKind, key: key, expected: 0, value: Array(configured.utf8))],
                at: SystemClock.now(), actor: configuration.process, action: "installation.create", subject: key,
                reason: "first start", after: configured))
    }
}
