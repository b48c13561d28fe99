public import Bus
public import Logging
public import ServiceLifecycle
import Synchronization

/// Brings what is in an outbox to the broker, in order for each routing key, and marks what the broker has confirmed.
///
/// Reads unsent rows, joins them to messages of one routing key (`BatchPlanner`), and has one message of each routing key
/// under way at a time: while its confirm is outstanding, what comes later gathers and goes out together. What is returned,
/// refused or without an answer stays unsent, holds back its own routing key, and is sent again, the same bytes, after a
/// backoff. A row is marked only after its confirm; a crash in between sends it again, which the inboxes absorb.
///
/// One dispatcher for an outbox at a time. At most twice `DispatcherConfiguration.readMaximum` rows are in memory, and
/// as many confirmed positions that the store has not taken yet.
public final class OutboxDispatcher: Service {
    let outbox: any OutboxStore
    let publisher: any MessagePublisher
    let gate: (any ReceiverGate)?
    let systems: [String]
    let configuration: DispatcherConfiguration
    let logger: Logger
    let clock = ContinuousClock()
    let origin: ContinuousClock.Instant
    let state: Mutex<DispatchMachine>

    /// Wake it after each append.
    public let signal: DispatchSignal
    /// Woken whenever rows have been marked sent.
    public let progress = DispatchSignal()

    /// - Parameters:
    ///   - gate: whose `releasing` receivers keep their live rows back; nil for an outbox that no receiver stands before.
    ///   - systems: the receivers to ask the gate about.
    public init(
        outbox: any OutboxStore, publisher: any MessagePublisher, gate: (any ReceiverGate)? = nil,
        systems: [String] = [], signal: DispatchSignal = DispatchSignal(),
        configuration: DispatcherConfiguration = DispatcherConfiguration(), logger: Logger
    ) {
        self.outbox = outbox
        self.publisher = publisher
        self.gate = gate
        self.systems = systems
        self.signal = signal
        self.configuration = configuration
        self.logger = logger
        origin = clock.now
        state = Mutex(DispatchMachine(configuration: configuration))
    }

    public var status: DispatcherStatus { state.withLock { $0.status(now: now) } }

    /// Runs until the task is cancelled or shut down gracefully. A graceful shutdown sends nothing more and waits up to
    /// the grace period for the answers to what was sent; cancelling leaves those unsent, to be sent again later.
    /// Never throws: a store or a broker that fails is tried again.
    public func run() async {
        await withGracefulShutdownHandler {
            await dispatch()
        } onGracefulShutdown: {
            self.stop()
        }
    }

    /// What a graceful shutdown does: sends nothing more; `run` returns when what was sent is answered and marked.
    public func stop() {
        state.withLock { $0.stop() }
        signal.wake()
    }

    /// Time on the machine's clock.
    var now: Duration { clock.now - origin }
}
