import GRDB

/// A set of fingerprints with a number each that only ever grows, made for inserting at any size at the same speed.
///
/// Fingerprints come in random order. In an ordinary unique index every one of them lands on another page, and once the
/// index is larger than a transaction has rows, each row costs a whole page twice: into the WAL and into the file.
/// Measured with ten million keys behind, that halved the speed of a commit of a thousand events; smaller pages made it
/// worse. So keys are kept as a log-structured merge tree does:
///
/// - what is new goes to the end of a log table, and into a dictionary in memory;
/// - a full log becomes a run: sorted blocks of one page each, written once, with a filter that says no without reading;
/// - eight runs of a level are merged into one of the next, up to runs of two million keys, which stay as they are.
///
/// A key is so written three or four times in its life, in sequence, 24 bytes each time. Memory: at most 32,768 keys of
/// the log (about 2 MiB), and 11 bits for each key in runs (about 14 MiB at ten million). All of it changes in the
/// caller's transaction; what memory holds is checked against the file as each transaction begins, so several processes
/// may write.
final class KeyIndex {
    /// The sizes that decide when something is moved on.
    struct Shape: Sendable {
        /// Keys in the log before it becomes a run.
        var logCapacity = 32_768
        /// Runs of one level that become one of the next.
        var fanOut = 8
        /// Runs of this level are not merged any more: the longest merge moves two million keys, in well under a second.
        var topLevel = 2
    }

    private let tables: Tables
    private let shape: Shape
    private var recent: [Fingerprint: Int64] = [:]
    private var runs: [KeyRun] = []
    private var isLoaded = false
    /// The last row of the log and the last run that memory knows.
    private var lastLogged: Int64 = 0
    private var lastRun: Int64 = 0
    /// Keys of the log that this transaction has added, in order. Bounded by the transaction.
    private var added: [Fingerprint] = []
    private var marked = 0
    /// Whether this transaction has made runs, which taking keys back cannot undo.
    private var hasMoved = false

    init(_ tables: Tables, shape: Shape = Shape()) {
        self.tables = tables
        self.shape = shape
    }

    func find(_ key: Fingerprint, _ db: Database) throws -> Int64? {
        if let value = recent[key] { return value }
        for run in runs where run.filter.mayContain(key) {
            if let value = try run.find(key, tables, db) { return value }
        }
        return nil
    }

    /// The key must not be there yet.
    func insert(_ key: Fingerprint, _ value: Int64, _ db: Database) throws {
        try db.run(tables.insertLogged, .integer(lastLogged + 1), .blob(key.bytes), .integer(value))
        lastLogged += 1
        recent[key] = value
        added.append(key)
    }

    // When each of the following is called, `WriterState` says.

    func begin(_ db: Database) throws {
        let found: (log: Int64, run: Int64) =
            try db.first(tables.selectLast) { (log: $0.integer(0), run: $0.integer(1)) } ?? (log: 0, run: 0)
        if !isLoaded || found.run != lastRun || found.log < lastLogged {
            try reload(db)
        } else if found.log > lastLogged {
            try loadLog(db)
        }
    }

    func mark() { marked = added.count }

    func undo() { takeBack(to: marked) }

    func end(_ db: Database) throws {
        guard recent.count >= shape.logCapacity else { return }
        // Set first: also a failure half way means that memory has to be read again.
        hasMoved = true
        try flush(db)
        while let level = fullLevel { try merge(level, db) }
    }

    func committed() {
        added.removeAll(keepingCapacity: true)
        marked = 0
        hasMoved = false
    }

    func rollBack() {
        if hasMoved { isLoaded = false }
        takeBack(to: 0)
        committed()
    }

    private func takeBack(to count: Int) {
        for key in added[count...] { recent[key] = nil }
        lastLogged -= Int64(added.count - count)
        added.removeLast(added.count - count)
    }

    private func reload(_ db: Database) throws {
        isLoaded = false
        recent.removeAll(keepingCapacity: true)
        lastLogged = 0
        runs = try tables.runs(db)
        lastRun = runs.map(\.id).max() ?? 0
        try loadLog(db)
        isLoaded = true
    }

    private func loadLog(_ db: Database) throws {
        try db.forEachRow(tables.selectLogged, [.integer(lastLogged)]) { row in
            lastLogged = row.integer(0)
            recent[try row.fingerprint(1)] = row.integer(2)
        }
    }

    private var fullLevel: Int? {
        (0..<shape.topLevel).first { level in runs.count { $0.level == level } >= shape.fanOut }
    }

    private func flush(_ db: Database) throws {
        var writer = KeyRunWriter(id: lastRun + 1, level: 0, capacity: recent.count, tables)
        for entry in recent.map({ KeyEntry(key: $0.key, value: $0.value) }).sorted(by: { $0.key < $1.key }) {
            try writer.append(entry, db)
        }
        try add(writer.finish(db))
        try db.run(tables.clearLog)
        recent.removeAll(keepingCapacity: true)
        added.removeAll(keepingCapacity: true)
        lastLogged = 0
    }

    private func merge(_ level: Int, _ db: Database) throws {
        let old = runs.filter { $0.level == level }
        var merger = try KeyRunMerger(old, tables, db)
        var writer = KeyRunWriter(id: lastRun + 1, level: level + 1, capacity: old.reduce(0) { $0 + $1.count }, tables)
        while let entry = try merger.next(db) { try writer.append(entry, db) }
        let new = try writer.finish(db)
        for run in old { try tables.remove(run, db) }
        runs.removeAll { $0.level == level }
        add(new)
    }

    private func add(_ run: KeyRun) {
        runs.append(run)
        lastRun = run.id
    }
}
