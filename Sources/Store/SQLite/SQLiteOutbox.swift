public import Bus

/// The durable outbox in a SQLite file: for a gateway its own, and as part of a ledger's.
///
/// Appends that arrive together are committed together (one fsync), also with confirms that are due. Several processes
/// may have the file open.
public struct SQLiteOutbox: OutboxStore, NativeArchive, DiskBackedStore {
    let file: SQLiteFile
    let writes: any OutboxWriting
    let tail: OutboxTail

    /// Opens or creates the outbox.
    /// - Parameters:
    ///   - path: of the file; its folder must exist, on a local disk.
    ///   - partitioning: decides the routing keys; must be the installation's.
    /// - Throws: `unavailable`, `corrupt`, `unsafeSettings` when commits would not be durable, `newerSchema`, `invalid`
    ///   for a file that is something else, `busy`, `full`.
    public init(path: String, partitioning: Partitioning = .standard) async throws(StoreError) {
        self.init(file: try await SQLiteFile.open(path, schema: .outbox), partitioning: partitioning)
    }

    init(file: SQLiteFile, partitioning: Partitioning) {
        let tail = OutboxTail()
        let writer = OutboxWriter(partitioning: partitioning, tail: tail)
        let writes = GroupCommitter(file: file, state: writer, pace: CommitPace(interval: SQLiteSettings.commitInterval))
        self.init(file: file, writes: writes, tail: tail)
    }

    init(file: SQLiteFile, writes: any OutboxWriting, tail: OutboxTail) {
        self.file = file
        self.writes = writes
        self.tail = tail
    }

    /// Finishes what was handed over and closes the file; later calls throw `closed`.
    public func close() async throws(StoreError) { try await writes.close() }

    public var diskFailures: AsyncStream<StoreError> { writes.diskFailures }

    public func append(_ submissions: [Submission]) async throws(StoreError) -> [SubmissionResult] {
        let prepared = submissions.map(PreparedSubmission.init)
        return try await writes.write(bytes: prepared.reduce(0) { $0 + $1.bytes }) { db, outbox in
            try prepared.map { try outbox.append(db, $0) }
        }
    }

    public func quarantine(_ refusal: RefusedMessage) async throws(StoreError) {
        let fingerprint = Fingerprint(of: Array(refusal.system.utf8) + [0] + refusal.native)
        try await writes.write(bytes: refusal.native.count) { db, outbox in
            try outbox.quarantine(db, refusal, fingerprint)
        }
    }

    public func unsent(
        after position: Int64, limit: Int, heldBack: Set<String>
    ) async throws(StoreError) -> [OutboxRow] {
        if heldBack.isEmpty, let rows = tail.take(after: position, limit: limit) { return rows }
        return try await file.read { try OutboxReader.unsent($0, after: position, limit: limit, heldBack: heldBack) }
    }

    public func markSent(_ positions: [Int64]) async throws(StoreError) {
        guard !positions.isEmpty else { return }
        try await writes.write(bytes: 16 * positions.count, isAwaited: false) { db, outbox in
            try outbox.markSent(db, positions)
        }
        tail.sent(positions)
    }

    public func resend(eventIDs: [String]) async throws(StoreError) -> Int {
        try await writes.write(bytes: 16 * eventIDs.count) { db, outbox in try outbox.resend(db, eventIDs) }
    }

    public func highestPosition() async throws(StoreError) -> Int64 {
        try await file.read { db in
            try db.first("SELECT position - 1 FROM outbox_next WHERE id = 1") { $0.integer(0) } ?? 0
        }
    }

    public func accepted(
        from: Timestamp?, until: Timestamp?, after position: Int64, limit: Int
    ) async throws(StoreError) -> [OutboxEntry] {
        try await file.read { try OutboxReader.accepted($0, from: from, until: until, after: position, limit: limit) }
    }

    public func refusedCounts(from: Timestamp?, until: Timestamp?) async throws(StoreError) -> [String: Int] {
        try await file.read { try OutboxReader.refusedCounts($0, from: from, until: until) }
    }

    public func events(ids: [String]) async throws(StoreError) -> [OutboxRow] {
        try await file.read { try OutboxReader.events($0, ids: Set(ids)) }
    }

    public func native(ofEvent id: String) async throws(StoreError) -> NativeRecord? {
        try await file.read { try OutboxReader.native($0, ofEvent: id) }
    }

    public func refusals(system: String?, limit: Int) async throws(StoreError) -> [RefusalRecord] {
        try await file.read { try OutboxReader.refusals($0, system: system, limit: limit) }
    }
}

extension SQLiteSchema {
    static let outbox = SQLiteSchema(
        // "LTob"
        applicationID: 0x4C54_6F62, name: "outbox",
        steps: [
            (id: "1 outbox", migrate: OutboxTables.create), (id: "2 blocks", migrate: OutboxBlocks.create),
            (id: "3 natives", migrate: OutboxTables.moveNatives), (id: "4 packed", migrate: OutboxTables.packNatives),
        ])
}
