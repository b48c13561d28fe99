import Console
import Store

/// The number of partitions of the configuration against the one that the installation has.
enum PartitionCount {
    /// Remembers the number at the first start and compares it at every later one.
    /// - Throws: 65 when the configuration says another number than the installation has.
    static func check(_ configuration: Configuration, _ control: any ControlStore) async throws {
        do {
            try await refusing {
                try await PartitionRecord(control).settle(
                    configuration.partitions, by: configuration.process, at: SystemClock.now())
            }
        } catch let error as StoreError where error.code == .conflict {
            // Another process of the installation had its first start at the same moment.
            try await compare(configuration, control)
        }
    }

    /// Only compares; before the first start every number is right.
    /// - Throws: 65 when the configuration says another number than the installation has.
    static func compare(_ configuration: Configuration, _ control: any ControlStore) async throws {
        try await refusing { try await PartitionRecord(control).check(configuration.partitions) }
    }

    /// `up` ends with the text and the exit code of a command's failure.
    private static func refusing(_ act: () async throws -> Void) async throws {
        do {
            try await act()
        } catch let failure as ControlFailure {
            throw CommandFailure(.badInput, failure.message)
        }
    }
}
