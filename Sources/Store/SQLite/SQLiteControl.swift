import GRDB

/// The durable control store in a SQLite file of its own. Several processes may have the file open.
public struct SQLiteControl: ControlStore, DiskBackedStore {
    let file: SQLiteFile
    let writes: GroupCommitter<NoWriterState>

    /// Opens or creates the control store.
    /// - Parameter path: of the file; its folder must exist, on a local disk.
    /// - Throws: `unavailable`, `corrupt`, `unsafeSettings` when commits would not be durable, `newerSchema`, `invalid`
    ///   for a file that is something else, `busy`, `full`.
    public init(path: String) async throws(StoreError) {
        file = try await SQLiteFile.open(path, schema: .control)
        writes = GroupCommitter(file: file, state: NoWriterState())
    }

    /// Finishes what was handed over and closes the file; later calls throw `closed`.
    public func close() async throws(StoreError) { try await writes.close() }

    public var diskFailures: AsyncStream<StoreError> { writes.diskFailures }

    public func record(_ kind: String, _ key: String) async throws(StoreError) -> ControlRecord? {
        try await file.read { try ControlTables.record($0, kind, key) }
    }

    public func records(_ kind: String) async throws(StoreError) -> [ControlRecord] {
        try await file.read { try ControlTables.records($0, kind) }
    }

    public func commit(_ change: ControlChange) async throws(StoreError) -> ControlLogEntry {
        try await writes.write(mayFail: true) { db, _ in
            for write in change.writes { try ControlTables.apply(db, write) }
            return try ControlTables.append(db, change)
        }
    }

    public func log(after sequence: Int64, limit: Int) async throws(StoreError) -> [ControlLogEntry] {
        try await file.read { try ControlTables.log($0, after: sequence, limit: limit) }
    }

    /// Reads in pages, in one consistent state of the file; holds one page, whatever the length of the log.
    ///
    /// An entry cut off at the end cannot be told from one never written: compare the last hash with one kept elsewhere.
    public func verify() async throws(StoreError) -> Int64? {
        try await file.read { db in
            var verifier = ControlChain.Verifier()
            var last: Int64 = .min
            while true {
                let page = try ControlTables.log(db, after: last, limit: 500)
                guard let end = page.last else { return nil }
                for entry in page {
                    if let misfit = verifier.visit(entry) { return misfit }
                }
                last = end.sequence
            }
        }
    }
}
