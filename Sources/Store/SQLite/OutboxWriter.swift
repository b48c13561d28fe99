import Bus
import GRDB

/// The writing half of an outbox, inside a transaction of whoever owns the file. Used on the writing queue only.
final class OutboxWriter: WriterState {
    struct Lane: Hashable {
        var system: String
        var route: OutboxRoute
    }

    private struct Mark {
        var next: Int64
        var lanes: [Lane: Int64]
    }

    private let partitioning: Partitioning
    /// The next position, as far as this transaction has come; read anew at each begin, because another process may have
    /// written in between.
    private var next: Int64 = 1
    private var stored: Int64 = 1
    /// A handful: one for each system and route.
    private var lanes: [Lane: Int64] = [:]
    private var marked: Mark?
    private let tail: OutboxTail
    /// What this transaction has added. Bounded by the transaction (see `GroupCommitter`).
    private var added: [OutboxRow] = []
    private var addedLanes: [UInt8] = []
    /// The times of recording of what this transaction adds; also of what was undone, which does no harm.
    private var times: ClosedRange<Int64>?

    init(partitioning: Partitioning, tail: OutboxTail) {
        self.partitioning = partitioning
        self.tail = tail
    }

    /// Position of the first event that this transaction adds or may add.
    var firstAdded: Int64 { stored }

    func begin(_ db: Database) throws {
        next = try db.first("SELECT position FROM outbox_next WHERE id = 1") { $0.integer(0) } ?? 1
        stored = next
        times = nil
        added.removeAll()
        addedLanes.removeAll()
    }

    func mark() {
        marked = Mark(next: next, lanes: lanes)
    }

    func undo() {
        guard let marked else { return }
        (next, lanes) = (marked.next, marked.lanes)
        added.removeLast(added.count - Int(next - stored))
        addedLanes.removeLast(addedLanes.count - Int(next - stored))
    }

    func end(_ db: Database) throws {
        guard next != stored else { return }
        try db.run("UPDATE outbox_next SET position = ? WHERE id = 1", .integer(next))
        if let times { try OutboxBlocks.note(db, stored..<next, times) }
        for start in stride(from: 0, to: addedLanes.count, by: UnsentStretch.maximum) {
            let end = min(start + UnsentStretch.maximum, addedLanes.count)
            try UnsentStretch(first: stored + Int64(start), lanes: Array(addedLanes[start..<end])).insert(db)
        }
    }

    func committed() { tail.committed(added) }

    func forget() {
        lanes = [:]
        added.removeAll()
        addedLanes.removeAll()
    }

    /// A submission that is refused half way has written nothing.
    func append(_ db: Database, _ prepared: PreparedSubmission) throws -> SubmissionResult {
        let (submission, drafts) = (prepared.submission, prepared.drafts)
        // Nearly every message is new and makes one event: then the insertion itself tells whether its id is known.
        if drafts.count == 1, IntakePlan.isAcceptable(submission),
            let event = try? encode(drafts[0].written, position: next, recorded: submission.received),
            try store([(drafts[0], event)], of: prepared, db)
        {
            return .accepted
        }
        // Decides first and writes then.
        let plan = try IntakePlan.make(submission, drafts) { try knownContent(of: $0, db) }
        switch plan {
        case .settled(let result):
            return result
        case .store(let fresh):
            var events: [(IdentifiedDraft, EncodedEvent)] = []
            events.reserveCapacity(fresh.count)
            for (offset, draft) in fresh.enumerated() {
                do {
                    events.append(
                        (draft, try encode(draft.written, position: next + Int64(offset), recorded: submission.received)))
                } catch {
                    return .refused(reason: error.reason)
                }
            }
            guard try store(events, of: prepared, db) else {
                throw StoreError(.corrupt, "an event that was not known could not be stored")
            }
            return .accepted
        }
    }

    /// The native message is stored with the first of its events.
    /// - Returns: false when the first event was there already; then nothing is written.
    private func store(
        _ events: [(IdentifiedDraft, EncodedEvent)], of prepared: PreparedSubmission, _ db: Database
    ) throws -> Bool {
        let submission = prepared.submission
        let native = submission.native.isEmpty ? nil : next
        let lane = try laneID(db, Lane(system: submission.system, route: submission.route))
        for (place, (draft, event)) in events.enumerated() {
            let isNew = try insert(
                db, event, content: draft.content, route: submission.route, lane: lane, native: native,
                message: place == 0 && native != nil ? prepared : nil, recorded: submission.received)
            guard isNew || place > 0 else { return false }
        }
        return true
    }

    /// Stores an outgoing event, unless one with its id is there.
    func emit(_ db: Database, _ written: WrittenDraft, recorded: Timestamp) throws {
        let event: EncodedEvent
        do {
            event = try encode(written, position: next, recorded: recorded)
        } catch {
            throw StoreError(.invalid, "an outgoing event cannot be encoded: \(error.reason)", cause: error)
        }
        let lane = try laneID(db, Lane(system: written.draft.type.system, route: .live))
        _ = try insert(db, event, content: nil, route: .live, lane: lane, native: nil, message: nil, recorded: recorded)
    }

    private func knownContent(of draft: IdentifiedDraft, _ db: Database) throws -> Fingerprint? {
        try db.first("SELECT content FROM outbox_event WHERE id = ?", .text(draft.draft.id)) { try $0.fingerprint(0) }
    }

    private func encode(_ written: WrittenDraft, position: Int64, recorded: Timestamp) throws(BusError) -> EncodedEvent {
        try EventCodec.encode(
            written, sequence: UInt64(position), recordedTime: recorded, partitioning: partitioning)
    }

    /// - Parameters:
    ///   - content: what a re-sent native message is compared with; nil for an event that did not come in one.
    ///   - native: position of the event with which its native message is stored.
    ///   - message: the native message, to be stored with this event.
    /// - Returns: false when an event with its id is there already.
    private func insert(
        _ db: Database, _ event: EncodedEvent, content: Fingerprint?, route: OutboxRoute, lane: Int64, native: Int64?,
        message: PreparedSubmission?, recorded: Timestamp
    ) throws -> Bool {
        let position = next
        let (submission, packed) = (message?.submission, message?.packed)
        let laneByte = try laneByte(lane)
        let isNew = try db.add(
            "INSERT INTO outbox_event VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(id) DO NOTHING",
            .integer(position), .integer(lane), .integer(native), .integer(recorded.milliseconds),
            .integer(event.time.milliseconds), .text(event.id), .text(event.type.rawValue), .text(event.partitionKey),
            .text(event.routingKey), .blob(content?.bytes), .blob(event.bytes), .text(submission?.form),
            .text(submission?.correlation), .blob(packed == nil ? submission?.native : nil), .blob(packed))
        guard isNew else { return false }
        added.append(OutboxRow(position: position, route: route, event: event))
        addedLanes.append(laneByte)
        let time = recorded.milliseconds
        times = times.map { min($0.lowerBound, time)...max($0.upperBound, time) } ?? time...time
        next += 1
        return true
    }

    /// How the lane stands in `outbox_unsent`.
    /// - Throws: `invalid` for the 256th pair of a system and a route in one file; an installation has about a dozen.
    func laneByte(_ lane: Int64) throws -> UInt8 {
        guard let byte = UInt8(exactly: lane), byte != 0 else {
            throw StoreError(.invalid, "more than 255 pairs of a system and a route in one outbox")
        }
        return byte
    }

    private func laneID(_ db: Database, _ lane: Lane) throws -> Int64 {
        if let id = lanes[lane] { return id }
        try db.run("INSERT OR IGNORE INTO outbox_lane(system, route) VALUES (?,?)", .text(lane.system), .text(lane.route.rawValue))
        let id = try db.first(
            "SELECT id FROM outbox_lane WHERE system = ? AND route = ?", .text(lane.system), .text(lane.route.rawValue)
        ) { $0.integer(0) }
        guard let id else { throw StoreError(.corrupt, "a lane that was stored cannot be read") }
        lanes[lane] = id
        return id
    }
}
