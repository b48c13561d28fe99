import Synchronization

/// A control store that keeps its contents while the process runs: for tests and rehearsals.
public final class MemoryControl: ControlStore {
    private struct Key: Hashable {
        var kind: String
        var key: String
    }

    private struct State {
        var records: [Key: ControlRecord] = [:]
        /// Generations of records that were deleted: one that comes back goes on counting, so that nobody who saw the
        /// earlier one can take the later one for it.
        var generations: [Key: Int64] = [:]
        var log: [ControlLogEntry] = []
    }

    private let state = Mutex(State())

    public init() {}

    public func record(_ kind: String, _ key: String) async throws(StoreError) -> ControlRecord? {
        state.withLock { $0.records[Key(kind: kind, key: key)] }
    }

    public func records(_ kind: String) async throws(StoreError) -> [ControlRecord] {
        state.withLock { $0.records.values.filter { $0.kind == kind } }.sorted { $0.key < $1.key }
    }

    public func commit(_ change: ControlChange) async throws(StoreError) -> ControlLogEntry {
        try state.withLock { state throws(StoreError) in
            var next = state
            for write in change.writes {
                let key = Key(kind: write.kind, key: write.key)
                let generation = next.records[key]?.generation ?? 0
                if let expected = write.expected, expected != generation {
                    throw StoreError.conflict(write, found: generation)
                }
                let number = (next.generations[key] ?? 0) + 1
                next.generations[key] = number
                next.records[key] = write.value.map {
                    ControlRecord(kind: write.kind, key: write.key, generation: number, value: $0)
                }
            }
            let entry = ControlChain.entry(
                for: change, sequence: Int64(next.log.count + 1), after: next.log.last?.hash ?? ControlChain.origin)
            next.log.append(entry)
            state = next
            return entry
        }
    }

    public func log(after sequence: Int64, limit: Int) async throws(StoreError) -> [ControlLogEntry] {
        state.withLock { Array($0.log.lazy.filter { $0.sequence > sequence }.prefix(max(0, limit))) }
    }

    public func verify() async throws(StoreError) -> Int64? {
        var verifier = ControlChain.Verifier()
        for entry in state.withLock({ $0.log }) {
            if let misfit = verifier.visit(entry) { return misfit }
        }
        return nil
    }
}
