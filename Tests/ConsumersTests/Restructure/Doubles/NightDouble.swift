import Bus
import Consumers
import JSON
import Store
import Synchronization

/// An installation on which a cutover can run, in memory: one gateway that obeys at once, and held queues.
struct NightDouble: Sendable {
    let control: MemoryControl
    let held: [String: QueueDouble]
    let publisher: PublisherDouble
    let drain: Mutexed<DrainState>
    let account: Mutexed<AccountBalance>
    let files: PlanFiles

    init(files: PlanFiles = .folder(Samples.nightFolder)) throws {
        control = MemoryControl()
        publisher = PublisherDouble()
        drain = Mutexed(DrainState(unsent: 0, queued: 0, unsettled: 0))
        account = Mutexed(AccountBalance(isBalanced: true, differences: 0))
        self.files = files
        var held: [String: QueueDouble] = [:]
        for (place, system) in ["epayment", "edoc", "treasury", "vnaccs"].enumerated() {
            let deliveries = try (1...3).map { number in
                try Samples.delivery([Samples.event(place * 10 + number)], queue: "lt.held.\(system)", tag: number)
            }
            held[system] = QueueDouble(system == "vnaccs" ? [] : deliveries)
        }
        self.held = held
    }

    /// A process that runs cutovers. Every process has its own; the store and the broker are what they share.
    /// - Parameter store: the shared one, or one through which this process gets killed.
    func service(
        over store: (any ControlStore)? = nil, lookAgain: Duration = .seconds(20), at time: Timestamp = Samples.evening,
        freeBytes: Int64? = 1 << 40
    ) -> CutoverService {
        let observed = ObservedControl(store ?? control)
        let waiting = Waiting(control: observed, ticker: TickerDouble().ticker, lookAgain: lookAgain)
        let receivers = receivers(over: observed, at: time)
        return CutoverService(
            store: observed, receivers: receivers,
            actions: actions(over: observed, receivers: receivers, waiting: waiting, at: time), waiting: waiting,
            freeBytes: { freeBytes }, now: { time })
    }

    /// The acts alone, by a process that runs no cutover.
    func actions() -> LiveCutoverActions {
        let observed = ObservedControl(control)
        return actions(
            over: observed, receivers: receivers(over: observed, at: Samples.evening),
            waiting: Waiting(control: observed, ticker: TickerDouble().ticker, lookAgain: .seconds(20)),
            at: Samples.evening)
    }

    private func receivers(over observed: ObservedControl, at time: Timestamp) -> ReceiverService {
        ReceiverService(
            store: observed, receivers: ["vnaccs", "epayment", "edoc", "treasury"],
            heldCount: { [held] name throws(BusError) in held[name]?.depth.ready ?? 0 }, now: { time })
    }

    private func actions(
        over observed: ObservedControl, receivers: ReceiverService, waiting: Waiting, at time: Timestamp
    ) -> LiveCutoverActions {
        let releaser = HeldReleaser(
            receivers: receivers,
            ports: ReleaserPorts(
                source: { [held] queue throws(BusError) in
                    guard let source = held[String(queue.dropFirst(8))]?.consume() else {
                        throw BusError(.notFound, "no queue \(queue)")
                    }
                    return source
                },
                publisher: publisher,
                depth: { [held] queue throws(BusError) in
                    held[String(queue.dropFirst(8))]?.depth ?? QueueDepth(ready: 0, consumers: 0)
                }),
            waiting: waiting, process: "control", codes: { CatalogSnapshot() })
        return LiveCutoverActions(
            store: observed, receivers: receivers, releaser: releaser, now: { time },
            drain: { [drain] _ throws(RestructureError) in drain.value },
            account: { [account] () throws(RestructureError) in account.value })
    }

    /// What must be the same however often the run was killed: states of receivers, catalogs, what the consumers got.
    func outcome() async throws -> [String] {
        var lines: [String] = []
        for record in try await control.records("receiver") {
            lines.append("\(record.key) \(try ReceiverRecord(record).state.rawValue)")
        }
        let rows = try await CatalogService(store: control, now: { Samples.evening }).rows(
            of: "office", asOf: Samples.midnight)
        lines += rows.map { "\($0.key) \($0["name"]) \($0.isClosed) \($0.successors)" }
        lines += Set(publisher.sent.map(\.body)).map { "\($0.count) \($0.reduce(0) { $0 &* 31 &+ Int($1) })" }.sorted()
        lines += held.map { "\($0.key) \($0.value.isEmpty)" }.sorted()
        return lines
    }
}

/// A value that tests change while others read it.
final class Mutexed<Value: Sendable>: Sendable {
    private let state: Mutex<Value>

    init(_ value: Value) { state = Mutex(value) }

    var value: Value {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }
}
