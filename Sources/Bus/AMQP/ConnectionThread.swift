import DequeModule
import Glibc
import Synchronization
internal import CRabbitMQ

/// One POSIX thread: it runs the jobs of the actor whose executor it is, then a turn of work, then waits in poll(2) for a
/// socket, a deadline or a ring.
///
/// Calls that block (connecting, requests, a full socket) hold up this thread and never one of Swift's. It lives until
/// `stop`, which the actor calls as it goes away: no job can come after that.
///
/// Unchecked because of the eventfd and the pthread, which are safe to use from any thread; all other state is atomic or
/// behind a mutex.
final class ConnectionThread: SerialExecutor, @unchecked Sendable {
    enum Next {
        /// More to do at once.
        case again
        /// Nothing to do until the socket (if not negative) has one of the poll events, or the deadline.
        case wait(socket: Int32, events: Int16, until: ContinuousClock.Instant?)
    }

    /// Debian's librabbitmq reads nested header tables by recursion without a limit, so the stack must be ample whatever
    /// the process's own limit is.
    private static let stackSize = 8 * 1024 * 1024

    private let jobs = Mutex<Deque<UnownedJob>>([])
    private let turn: Mutex<(@Sendable () -> Next)?>
    private let identity = Atomic<UInt>(0)
    /// Something was handed in since the last turn began. Cleared before the queues are looked at, so nothing is missed.
    private let rung = Atomic<Bool>(false)
    /// The thread is in poll(2) or about to be; who finds this true must write to the eventfd.
    private let sleeping = Atomic<Bool>(false)
    private let stopped = Atomic<Bool>(false)
    private let bell: Int32
    private let name: String

    /// - Parameter name: at most 15 characters are shown by the system.
    init(name: String, turn: (@Sendable () -> Next)? = nil) throws(BusError) {
        self.name = name
        self.turn = Mutex(turn)
        bell = lt_eventfd()
        guard bell >= 0 else { throw BusError(.unreachable, "no file descriptor is left", isRetryable: true) }
        try start()
    }

    deinit { close(bell) }

    private func start() throws(BusError) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, Self.stackSize)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        var thread = pthread_t()
        let retained = Unmanaged.passRetained(self)
        let status = pthread_create(
            &thread, &attributes,
            { argument in
                guard let argument else { return nil }
                let owner = Unmanaged<ConnectionThread>.fromOpaque(argument).takeRetainedValue()
                owner.run()
                return nil
            }, retained.toOpaque())
        guard status == 0 else {
            retained.release()
            throw BusError(.unreachable, "no thread could be started", isRetryable: true)
        }
    }

    /// Sets what one turn does; it must not keep the actor alive.
    func attach(_ turn: @escaping @Sendable () -> Next) {
        self.turn.withLock { $0 = turn }
        ring()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        ring()
    }

    func isIsolatingCurrentContext() -> Bool? { identity.load(ordering: .acquiring) == UInt(pthread_self()) }

    func checkIsolated() {
        precondition(isIsolatingCurrentContext() == true, "not on the connection's thread")
    }

    /// Wakes the thread for another turn; cheap when it is awake.
    func ring() {
        rung.store(true, ordering: .sequentiallyConsistent)
        if sleeping.exchange(false, ordering: .sequentiallyConsistent) {
            var one: UInt64 = 1
            write(bell, &one, 8)
        }
    }

    /// The thread ends after its current turn.
    func stop() {
        stopped.store(true, ordering: .sequentiallyConsistent)
        ring()
    }

    private func run() {
        identity.store(UInt(pthread_self()), ordering: .releasing)
        lt_name_thread(name)
        // Signals belong to the main thread.
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, nil)
        while !stopped.load(ordering: .sequentiallyConsistent) {
            rung.store(false, ordering: .sequentiallyConsistent)
            runJobs()
            let turn = turn.withLock { $0 }
            switch turn?() ?? .wait(socket: -1, events: 0, until: nil) {
            case .again: continue
            case .wait(let socket, let events, let deadline): wait(socket, events, deadline)
            }
        }
        runJobs()
    }

    private func runJobs() {
        while let job = jobs.withLock({ $0.popFirst() }) {
            job.runSynchronously(on: asUnownedSerialExecutor())
        }
    }

    private func wait(_ socket: Int32, _ events: Int16, _ deadline: ContinuousClock.Instant?) {
        // Announce first, then look again, then sleep: a ring in between is seen by one of the two.
        sleeping.store(true, ordering: .sequentiallyConsistent)
        defer { sleeping.store(false, ordering: .sequentiallyConsistent) }
        if rung.load(ordering: .sequentiallyConsistent) { return }
        var rang = pollfd(fd: bell, events: Int16(POLLIN), revents: 0)
        // Not an array, which would be allocated at each turn.
        withUnsafeTemporaryAllocation(of: pollfd.self, capacity: 2) { descriptors in
            descriptors.initializeElement(at: 0, to: rang)
            descriptors.initializeElement(at: 1, to: pollfd(fd: socket, events: events, revents: 0))
            _ = poll(descriptors.baseAddress, socket >= 0 ? 2 : 1, deadline.map(Self.milliseconds) ?? -1)
            rang = descriptors[0]
        }
        if rang.revents != 0 {
            var count: UInt64 = 0
            read(bell, &count, 8)
        }
    }

    /// Rounded up, so that the deadline has passed when poll(2) comes back.
    private static func milliseconds(until deadline: ContinuousClock.Instant) -> Int32 {
        let (seconds, attoseconds) = (deadline - .now).components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        return Int32(clamping: seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
