import Bus
import Consumers
import Events
import Logging
import Store

/// What the roles of one process share: the configuration, the broker, and what operators have decided.
struct Node: Sendable {
    /// Its `process` is unique among the installation's processes: receipts, connections and log lines carry it.
    let configuration: Configuration
    let bus: BusAccess
    /// Written by this process or by another one: who waits is woken.
    let control: ObservedControl
    let receivers: ReceiverBoard
    let catalogs: CatalogBoard
    /// What this process shares with the others that have the ledger open.
    let ledger: LedgerShare
    let ready = BrokerReady()
    let logger: Logger
    private let shared: SharedControl

    static let systems = SystemName.allCases.map(\.rawValue)

    /// - Parameter store: of this installation; stays the caller's to close.
    init(_ configuration: Configuration, control store: SQLiteControl, logger: Logger) throws(CommandFailure) {
        self.configuration = configuration
        self.logger = logger
        bus = BusAccess(configuration, logger: logger)
        shared = try SharedControl(store, configuration)
        control = ObservedControl(shared)
        receivers = ReceiverBoard(store: control, receivers: Self.systems, now: SystemClock.now)
        catalogs = CatalogBoard(store: control, now: SystemClock.now)
        ledger = try LedgerShare(configuration)
    }

    /// Wakes who waits for the control store whenever another process has written to it. Ends when the task is cancelled.
    func watchControl() async {
        await shared.watch(onError: { error in
            logger.error("the control store could not be read", metadata: ["reason": "\(error)"])
        }) { control.wake() }
    }
}
