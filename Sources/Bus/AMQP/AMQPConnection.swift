import Glibc
import Logging

/// One connection to the broker for one purpose, kept up as long as its role wants it.
///
/// Its executor is a thread of its own, the only one that touches the library. Between jobs the thread takes turns: take in
/// what callers left, read, write, wait. A lost link is opened again after a pause; every endpoint is tried in turn.
final actor AMQPConnection<Role: LinkRole> {
    /// Frames read in one turn at most, so that acks and publishes are not starved by a flood of deliveries.
    private static var framesPerTurn: Int { 512 }

    nonisolated let thread: ConnectionThread
    private nonisolated let id = ConnectionIdentifier.next()
    let configuration: BusConfiguration
    private let logger: Logger
    private let metrics: LinkMetrics
    private var raw = RawConnection()
    private var role: Role
    private var generation: UInt64 = 0
    private var isBlocked = false
    private var isEnded = false
    /// Attempts and links in a row that did not last.
    private var failures = 0
    private var retryAt: ContinuousClock.Instant?
    private var openedAt = ContinuousClock.now
    private var endpoint = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// - Throws: `invalidConfiguration`; `unreachable` when the process may start no more threads.
    init(_ configuration: BusConfiguration, role: sending Role, logger: Logger) throws(BusError) {
        try configuration.validate()
        thread = try ConnectionThread(name: "amqp-\(Role.name)")
        self.configuration = configuration
        self.role = role
        metrics = LinkMetrics(connection: configuration.connectionName, role: Role.name)
        var logger = logger
        logger[metadataKey: BusLogKeys.connection] = "\(configuration.connectionName)-\(Role.name)"
        self.logger = logger
        // Weak, or the thread would keep alive the actor that is to end it.
        thread.attach { [weak self] in
            self?.assumeIsolated { $0.turn() } ?? .wait(socket: -1, events: 0, until: nil)
        }
    }

    deinit {
        SocketGuard.shared.forget(id)
        thread.stop()
    }

    // MARK: For the owner

    /// Connects, when there is no link yet.
    /// - Throws: why the last endpoint that was tried gave no link, or `stopped`.
    func open() throws(BusError) {
        guard !isEnded else { throw BusError(.stopped, "the connection has been closed") }
        guard !raw.isOpen else { return }
        do {
            try connect()
        } catch {
            noteFailure(error)
            throw error
        }
    }

    /// Lends the link, which is opened when there is none. An error of the broker about the channel leaves it usable; any
    /// other ends it.
    func withLink<Value>(_ body: (inout RawConnection) throws(BusError) -> Value) throws(BusError) -> Value {
        try open()
        do {
            return try body(&raw)
        } catch {
            guard error.closedOnlyTheChannel else {
                lose(error)
                throw error
            }
            metrics.channelClosed()
            do {
                try raw.acceptChannelClose()
                try raw.openChannel()
            } catch let second {
                lose(second)
            }
            throw error
        }
    }

    /// Sends what is due, closes the channel and the connection, and tells everyone who waits. Idempotent.
    func end() {
        guard !isEnded else { return }
        isEnded = true
        role.takeIn(now: .now)
        if raw.isOpen {
            SocketGuard.shared.arm(id, until: .now + configuration.requestTimeout)
            do {
                try role.finish(&raw)
                // While the broker holds us back it does not read, so it could not answer a goodbye.
                if !isBlocked { raw.close(waiting: configuration.requestTimeout) }
            } catch {
                logger.debug("The link was lost while closing", metadata: [BusLogKeys.error: "\(error)"])
            }
            drop()
            metrics.ended()
        }
        role.ended(nil)
    }

    // MARK: The turn

    private func turn() -> ConnectionThread.Next {
        let now = ContinuousClock.now
        guard !isEnded else { return .wait(socket: -1, events: 0, until: nil) }
        role.takeIn(now: now)
        guard raw.isOpen else { return reconnect(now) }
        SocketGuard.shared.arm(id, until: stuckAfter(now))
        defer { SocketGuard.shared.disarm(id) }
        do {
            return try work(now)
        } catch {
            lose(error)
            return .again
        }
    }

    private func work(_ now: ContinuousClock.Instant) throws(BusError) -> ConnectionThread.Next {
        let moreToRead = try read()
        // Reading may have closed the link; the next turn opens another.
        guard raw.isOpen else { return .again }
        if let overdue = role.expire(now: now, linked: true) { throw overdue }
        let progress = try role.write(&raw, now: now)
        if moreToRead || progress == .more { return .again }
        let events = Int16(progress == .whenWritable ? POLLIN | POLLOUT : POLLIN)
        // Heartbeats are sent and checked by reading; the library wants to be asked well within the interval.
        let heartbeat = now + configuration.heartbeat / 4
        return .wait(
            socket: raw.socket, events: events,
            until: min(heartbeat, role.deadline ?? heartbeat, role.nextLook ?? heartbeat))
    }

    /// When a turn that is stuck in the socket is to be freed: as soon as somebody's deadline has passed, with a second
    /// for a write that is only slow.
    private func stuckAfter(_ now: ContinuousClock.Instant) -> ContinuousClock.Instant {
        let latest = now + configuration.publishDeadline
        return min(latest, max(role.deadline ?? latest, now + .seconds(1)))
    }

    /// - Returns: whether more may have arrived. Only an empty read allows sleeping: the library may hold data that
    ///   poll(2) cannot see.
    private func read() throws(BusError) -> Bool {
        defer { role.endOfReading() }
        var left = Self.framesPerTurn
        while left > 0 {
            guard let frame = try Self.read(&raw, &role, atMost: &left) else { return left == 0 }
            switch frame {
            case .blocked(let reason): setBlocked(reason)
            case .unblocked: setBlocked(nil)
            case .channelClose(let code, let text):
                metrics.channelClosed()
                // One way back for every fault: a new connection.
                try raw.acceptChannelClose()
                raw.close(waiting: .seconds(1))
                throw BusError.channelClosed(code: code, text: text)
            case .connectionClose(let code, let text):
                raw.acceptConnectionClose()
                throw BusError.connectionClosed(code: code, text: text)
            default: break
            }
        }
        return true
    }

    /// Gives the role its frames and returns the first one that concerns the link; nil when nothing more has arrived or the
    /// number is used up. Without `self`: an actor's properties are checked for exclusive access at each use, which frame
    /// by frame costs more than reading them.
    private static func read(
        _ raw: inout RawConnection, _ role: inout Role, atMost left: inout Int
    ) throws(BusError) -> RawFrame? {
        while left > 0 {
            guard let frame = try raw.nextFrame() else { return nil }
            left -= 1
            if frame.concernsLink { return frame }
            try role.received(frame)
        }
        return nil
    }

    private func setBlocked(_ reason: String?) {
        isBlocked = reason != nil
        role.blocked(reason)
        metrics.blocked(isBlocked)
        if let reason {
            logger.warning("The broker blocks publishing", metadata: [BusLogKeys.reason: "\(reason)"])
        } else {
            logger.notice("The broker takes publishes again")
        }
    }

    // MARK: The link

    private func reconnect(_ now: ContinuousClock.Instant) -> ConnectionThread.Next {
        // Nothing is under way without a link, so there is none to end.
        _ = role.expire(now: now, linked: false)
        guard role.wantsLink else { return .wait(socket: -1, events: 0, until: role.deadline) }
        if let retryAt, retryAt > now { return .wait(socket: -1, events: 0, until: min(retryAt, role.deadline ?? retryAt)) }
        do {
            try connect()
        } catch {
            noteFailure(error)
        }
        return isEnded ? .wait(socket: -1, events: 0, until: nil) : .again
    }

    /// Tries every endpoint once, starting with the one that worked last, or the one behind it when that fell silent.
    private func connect() throws(BusError) {
        var last = BusError.notOpen
        for offset in configuration.endpoints.indices {
            let index = (endpoint + offset) % configuration.endpoints.count
            do {
                try connect(to: configuration.endpoints[index])
                endpoint = index
                return
            } catch {
                drop()
                last = error
            }
        }
        throw last
    }

    private func connect(to endpoint: Endpoint) throws(BusError) {
        try raw.open(endpoint, configuration, name: "\(configuration.connectionName)-\(Role.name)")
        try SocketGuard.shared.watch(id, socket: raw.socket)
        generation += 1
        try role.opened(&raw, generation: generation)
        openedAt = .now
        metrics.opened()
        logger.info(
            "Connected", metadata: [BusLogKeys.endpoint: "\(endpoint)", BusLogKeys.generation: "\(generation)"])
    }

    private func lose(_ error: BusError) {
        // A link that lasted starts the pauses anew; one that was refused at once does not.
        if ContinuousClock.now - openedAt > configuration.reconnect.longest { failures = 0 }
        // A node that has lost the others keeps its links and answers nothing on them: it must not be the first choice again.
        if error.code == .timedOut { endpoint = (endpoint + 1) % configuration.endpoints.count }
        drop()
        // A link given up only to consume anew is no loss that anybody should be called for.
        if error.code != .silence { metrics.lost() }
        role.lost(error)
        noteFailure(error)
    }

    private func noteFailure(_ error: BusError) {
        failures += 1
        guard role.failed(error) else {
            isEnded = true
            logger.error("Giving up", metadata: [BusLogKeys.error: "\(error)"])
            role.ended(error)
            return
        }
        let pause = configuration.reconnect.pause(afterFailures: failures, draw: .random(in: 0...1))
        retryAt = .now + pause
        // Ever more seldom: hours without a broker must not fill the log.
        let level: Logger.Level = error.code == .silence ? .info : .warning
        logger.log(
            level: failures.nonzeroBitCount == 1 ? level : .debug, "No link to the broker",
            metadata: [
                BusLogKeys.error: "\(error)", BusLogKeys.attempt: "\(failures)", BusLogKeys.pause: "\(pause)",
            ])
    }

    private func drop() {
        SocketGuard.shared.forget(id)
        raw.discard()
        if isBlocked { setBlocked(nil) }
    }
}
