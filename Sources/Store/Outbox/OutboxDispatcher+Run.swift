import Bus

extension OutboxDispatcher {
    /// An answer to an action, or a moment at which to look again.
    enum Happening: Sendable {
        case read(Result<[OutboxRow], StoreError>, limit: Int, pass: Int)
        case probed(Result<[OutboxRow], StoreError>, lane: String)
        case surveyed(Result<[String: Int64?], StoreError>, Set<String>)
        case published(PublishOutcome, lane: String)
        case marked(Result<Void, StoreError>, [Int64])
        /// Somebody appended, or a gate changed.
        case signalled
        /// The safety interval has passed.
        case safety
        /// A backoff or the grace period is over.
        case due(Duration)
        case gateWatched
    }

    func dispatch() async {
        // The group's tasks: one read, one mark, one message or probe for each routing key that has something to do,
        // the gate, the signal, and timers.
        await withTaskGroup(of: Happening.self) { group in
            watchGate(in: &group)
            watchSignal(in: &group)
            watchTime(in: &group)
            var timer: Duration?
            var stopsBy: Duration?
            perform(in: &group)
            while let happening = await group.next() {
                switch happening {
                case .signalled:
                    state.withLock { $0.look(now: now) }
                    watchSignal(in: &group)
                case .safety:
                    state.withLock { $0.look(now: now) }
                    watchTime(in: &group)
                case .due(let time): if timer == time { timer = nil }
                case .gateWatched: break
                default: settle(happening, in: &group)
                }
                let (stopping, idle) = state.withLock { ($0.isStopping, $0.isIdle) }
                if stopping, stopsBy == nil {
                    stopsBy = now + configuration.gracePeriod
                    wait(until: stopsBy, in: &group)
                }
                if Task.isCancelled || stopping && (idle || now >= stopsBy ?? .zero) { break }
                perform(in: &group)
                if let due = state.withLock({ $0.deadline() }), due < timer ?? .seconds(Int64.max / 2) {
                    timer = due
                    wait(until: due, in: &group)
                }
            }
            group.cancelAll()
        }
    }

    private func watchGate(in group: inout TaskGroup<Happening>) {
        guard let gate else { return }
        group.addTask {
            for await _ in gate.changes() { self.signal.wake() }
            return .gateWatched
        }
    }

    private func watchSignal(in group: inout TaskGroup<Happening>) {
        let seen = signal.count
        group.addTask {
            await self.signal.wait(after: seen)
            return .signalled
        }
    }

    /// Apart from the signal, which may come a thousand times a second: to begin and to end a timer costs more than a look.
    private func watchTime(in group: inout TaskGroup<Happening>) {
        group.addTask {
            // Cancelled only when the dispatcher ends.
            try? await self.clock.sleep(for: self.configuration.safetyInterval)
            return .safety
        }
    }

    private func wait(until due: Duration?, in group: inout TaskGroup<Happening>) {
        guard let due else { return }
        group.addTask {
            // Cancelled only when the dispatcher ends.
            try? await self.clock.sleep(until: self.origin + due)
            return .due(due)
        }
    }

    private func perform(in group: inout TaskGroup<Happening>) {
        let systems = heldBack()
        let actions = state.withLock { machine in
            machine.hold(back: systems)
            return machine.next(now: now)
        }
        for action in actions {
            switch action {
            case .read(let after, let limit, let heldBack, let pass):
                group.addTask {
                    .read(await self.rows(after: after, limit: limit, heldBack: heldBack), limit: limit, pass: pass)
                }
            case .probe(let lane, let after, let limit, let heldBack):
                group.addTask { .probed(await self.rows(after: after, limit: limit, heldBack: heldBack), lane: lane) }
            case .survey(let systems):
                group.addTask { .surveyed(await self.survey(systems), systems) }
            case .publish(let lane, let rows):
                group.addTask { .published(await self.publish(rows), lane: lane) }
            case .mark(let positions):
                group.addTask { .marked(await self.mark(positions), positions) }
            }
        }
    }

    private func settle(_ happening: Happening, in group: inout TaskGroup<Happening>) {
        // The gate is asked after rows were read: a row accepted while its receiver releases was stored after the gate
        // said so, hence is recognised here at the latest.
        let systems = heldBack()
        switch happening {
        case .read(.success(let rows), let limit, let pass):
            state.withLock { machine in
                machine.hold(back: systems)
                machine.readFinished(rows, limit: limit, pass: pass, now: now)
            }
        case .read(.failure(let error), _, _):
            state.withLock { $0.readFailed(error, now: now) }
            logger.warning("outbox cannot be read", metadata: ["error": "\(error)"])
        case .probed(.success(let rows), let lane):
            let message = state.withLock { machine in
                machine.hold(back: systems)
                return machine.probeFinished(rows, lane: lane, now: now)
            }
            if !message.isEmpty { group.addTask { .published(await self.publish(message), lane: lane) } }
        case .probed(.failure(let error), let lane):
            state.withLock { $0.probeFailed(error, lane: lane, now: now) }
        case .surveyed(.success(let boundaries), _):
            state.withLock { $0.surveyFinished(boundaries) }
        case .surveyed(.failure(let error), let systems):
            state.withLock { $0.surveyFailed(systems, error, now: now) }
        case .published(let outcome, let lane):
            report(state.withLock { $0.publishFinished(outcome, lane: lane, now: now) }, lane, outcome)
        case .marked(.success, let positions):
            state.withLock { $0.markFinished(positions) }
            progress.wake()
        case .marked(.failure(let error), let positions):
            state.withLock { $0.markFailed(positions, error, now: now) }
            logger.warning("confirmed rows cannot be marked sent", metadata: ["error": "\(error)"])
        case .signalled, .safety, .due, .gateWatched: break
        }
    }
}
