import Bus

/// Decides what a dispatcher reads, publishes and marks. Knows no clock, no store and no broker: times are durations on
/// the dispatcher's clock, and each answer to an action comes back as a call.
///
/// Each routing key is a lane with one message under way at most. What is not confirmed blocks its lane and no other:
/// the rows stay in the outbox, are forgotten here, and are tried again after a backoff by reading the first of them
/// (a probe). When a probe is confirmed, reading starts again from there.
struct DispatchMachine {
    let configuration: DispatcherConfiguration
    private let jitter: @Sendable () -> Double

    private(set) var lanes = DispatchLanes()
    /// Systems whose receiver is releasing.
    private(set) var releasing: [String: ReleaseView] = [:]
    private(set) var isStopping = false

    /// Everything up to here was read in this pass.
    var cursor: Int64 = 0
    /// Rises when reading starts anew, so that an answer to an older read is recognised.
    var pass = 0
    var isReading = false
    /// The last read reached the end of the outbox.
    var atEnd = false
    /// Rows may have come after the read that is under way looked.
    var readsAgain = false
    var readDue: Duration = .zero
    var readFailures = 0
    var readLimit: Int
    /// When to read everything again; nil while that is under way.
    private var fullPassDue: Duration?
    private var fullPassBegan: Duration = .zero

    var isMarking = false
    var markDue: Duration = .zero
    var markFailures = 0
    /// Confirmed and not marked. Reading stops at twice `readMaximum`.
    var unmarked: [Int64] = []

    /// Positions in memory, so that a repeated read does not take them twice. Bounded as the lanes and `unmarked` are.
    var taken: Set<Int64> = []
    /// Marked while a read was under way, which may still show them as unsent. Bounded by one read's duration.
    var recentlyMarked: [Int64] = []

    private(set) var confirmed = 0
    private var busySince: Duration?
    private var lastFailure: (text: String, at: Duration)?

    init(configuration: DispatcherConfiguration, jitter: @escaping @Sendable () -> Double = { .random(in: 0...1) }) {
        self.configuration = configuration
        self.jitter = jitter
        readLimit = min(256, max(1, configuration.readMaximum))
    }

    var isIdle: Bool { !isReading && !isMarking && unmarked.isEmpty && lanes.underWay.isEmpty }

    // MARK: What others say

    /// New rows may be there.
    mutating func woken() {
        atEnd = false
        readsAgain = isReading
    }

    /// Looks for new rows, and from time to time for all: others may have made rows unsent, or committed late.
    mutating func look(now: Duration) {
        woken()
        // Not in the middle of a read, which would be for nothing: slow reads could then never end.
        guard let due = fullPassDue, due <= now, !isReading else { return }
        fullPassDue = nil
        fullPassBegan = now
        rewind()
    }

    /// A full pass may be long when a blocked lane has much waiting; it takes at most a tenth of the time.
    mutating func endFullPass(now: Duration) {
        guard fullPassDue == nil else { return }
        fullPassDue = now + max(configuration.safetyInterval, (now - fullPassBegan) * 10)
    }

    /// Reads from the beginning: rows may have become unsent again, or visible below the cursor.
    mutating func rewind(to position: Int64 = 0) {
        cursor = min(cursor, position)
        pass += 1
        atEnd = false
    }

    /// No new reads or publishes; what is under way is finished and marked.
    mutating func stop() { isStopping = true }

    /// The systems that are releasing at this moment. One that leaves the set lets its rows be read from the beginning.
    mutating func hold(back systems: Set<String>) {
        guard systems != Set(releasing.keys) else { return }
        releasing = releasing.filter { systems.contains($0.key) }
        for system in systems where releasing[system] == nil { releasing[system] = .unknown }
        startAnew()
    }

    mutating func surveyFinished(_ boundaries: [String: Int64?]) {
        for (system, boundary) in boundaries where releasing[system] == .surveying {
            releasing[system] = boundary.map { .keepsBehind($0) } ?? .keepsAll
        }
        startAnew()
    }

    mutating func surveyFailed(_ systems: Set<String>, _ error: StoreError, now: Duration) {
        for system in systems where releasing[system] == .surveying { releasing[system] = .unknown }
        readFailures += 1
        readDue = now + delay(after: readFailures)
        note(failure: error.description, now: now)
    }

    mutating func beginSurvey() -> Set<String> {
        let systems = Set(releasing.filter { $0.value == .unknown }.keys)
        for system in systems { releasing[system] = .surveying }
        return systems
    }

    /// What the store can leave out of its answers.
    var heldBack: Set<String> { Set(releasing.filter { $0.value == .keepsAll }.keys) }

    func waits(_ row: OutboxRow) -> Bool { releasing[row.event.type.system]?.keeps(row) ?? false }

    private mutating func startAnew() {
        for key in lanes.keys {
            let dropped = withLane(key) { [releasing] lane in
                lane.dropQueue { releasing[$0.event.type.system]?.keeps($0) ?? false }
            }
            taken.subtract(dropped.lazy.map(\.position))
        }
        rewind()
    }

    // MARK: Lanes

    mutating func withLane<Result>(_ key: String, _ body: (inout DispatchLane) -> Result) -> Result {
        lanes.change(key, body)
    }

    mutating func delay(after failures: Int) -> Duration {
        configuration.backoff.delay(attempt: failures, jitter: jitter())
    }

    /// Whether an answer is due that may show rows as unsent which are marked by now.
    var isLooking: Bool { isReading || lanes.blocked.contains { lanes.block(of: $0)?.probing == true && lanes.underWay[$0] == nil } }

    mutating func count(confirmed rows: Int) { confirmed += rows }

    mutating func noteLag(now: Duration) {
        if taken.isEmpty, lanes.isEmpty { busySince = nil } else if busySince == nil { busySince = now }
    }

    mutating func note(failure text: String, now: Duration) { lastFailure = (text, now) }

    // MARK: For people

    func status(now: Duration) -> DispatcherStatus {
        DispatcherStatus(
            confirmed: confirmed, inMemory: taken.count, oldestUnsent: lanes.first,
            lag: busySince.map { now - $0 } ?? .zero,
            blocked: lanes.blocked.compactMap { key in
                lanes.block(of: key).map { block in
                    DispatcherStatus.Blocked(
                        routingKey: key, position: block.from, attempts: block.attempts, cause: block.cause,
                        age: now - block.since)
                }
            }.sorted { $0.routingKey < $1.routingKey },
            lastError: lastFailure?.text, lastErrorAge: lastFailure.map { now - $0.at })
    }
}
