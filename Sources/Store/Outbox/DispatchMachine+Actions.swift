extension DispatchMachine {
    /// What is to be done at this moment; everything returned counts as begun.
    mutating func next(now: Duration) -> [DispatchAction] {
        var actions: [DispatchAction] = []
        noteLag(now: now)
        if !isMarking, !unmarked.isEmpty, markDue <= now {
            isMarking = true
            actions.append(.mark(unmarked))
            unmarked.removeAll(keepingCapacity: true)
        }
        if isStopping { return actions }
        let ready = lanes.filter(\.value.isReady).sorted { ($0.value.first ?? 0) < ($1.value.first ?? 0) }
        for (key, _) in ready {
            actions.append(.publish(lane: key, rows: withLane(key) { $0.launch() }))
        }
        for key in dueLanes(now) {
            guard let from = lanes[key]?.block?.from else { continue }
            withLane(key) { $0.block?.probing = true }
            actions.append(.probe(lane: key, after: from - 1, limit: probeLimit, heldBack: heldBack))
        }
        if readDue <= now, case let systems = beginSurvey(), !systems.isEmpty { actions.append(.survey(systems)) }
        if !isReading, !atEnd, readDue <= now, hasRoom {
            isReading = true
            readsAgain = false
            actions.append(.read(after: cursor, limit: readLimit, heldBack: heldBack, pass: pass))
        }
        return actions
    }

    /// When the next thing is due by itself; nil when only answers and wake-ups matter.
    func deadline() -> Duration? {
        var times = lanes.values.compactMap { $0.block }.filter { !$0.probing }.map(\.due)
        if readFailures > 0, !isReading, !atEnd || releasing.values.contains(.unknown) { times.append(readDue) }
        if !isMarking, !unmarked.isEmpty { times.append(markDue) }
        return times.min()
    }

    private var probeLimit: Int { min(128, readLimit) }

    /// One read is taken on while less than one full read is queued.
    private var hasRoom: Bool {
        let queued = lanes.values.reduce(0) { $0 + $1.queue.count }
        return queued < readLimit && unmarked.count < 2 * configuration.readMaximum
    }

    private func dueLanes(_ now: Duration) -> [String] {
        lanes.filter { lane in
            guard let block = lane.value.block else { return false }
            return !block.probing && lane.value.inFlight.isEmpty && block.due <= now
        }.keys.sorted()
    }
}
