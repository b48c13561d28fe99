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
        while !lanes.ready.isEmpty, hasWindow(now), let key = lanes.next {
            actions.append(.publish(lane: key, rows: withLane(key) { $0.launch(now: now) }))
        }
        for key in dueLanes(now) {
            guard let from = lanes.block(of: key)?.from else { continue }
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
        var times = lanes.blocked.compactMap { lanes.block(of: $0) }.filter { !$0.probing }.map(\.due)
        if readFailures > 0, !isReading, !atEnd || releasing.values.contains(.unknown) { times.append(readDue) }
        if !isMarking, !unmarked.isEmpty { times.append(markDue) }
        if let room = roomDue { times.append(room) }
        return times.min()
    }

    /// When the next message may go out although nothing of what is under way gets an answer; nil when none waits for it.
    private var roomDue: Duration? {
        guard !isStopping, !lanes.ready.isEmpty else { return nil }
        var (messages, rows) = (0, 0)
        // With the latest messages down to this one there is no place: its time has to run out first.
        for message in lanes.underWay.values.sorted(by: { $0.launched > $1.launched }) {
            messages += 1
            rows += message.rows
            if !hasPlace(messages, rows) { return message.launched + configuration.patience }
        }
        return nil
    }

    /// Whether one more message may be under way.
    private func hasWindow(_ now: Duration) -> Bool {
        if hasPlace(lanes.underWay.count, lanes.rowsUnderWay) { return true }
        var (messages, rows) = (0, 0)
        for message in lanes.underWay.values where message.launched + configuration.patience > now {
            messages += 1
            rows += message.rows
        }
        return hasPlace(messages, rows)
    }

    private func hasPlace(_ messages: Int, _ rows: Int) -> Bool {
        messages < max(1, configuration.window) || rows < configuration.windowRows
    }

    private var probeLimit: Int { min(128, readLimit) }

    /// One read is taken on while less than one full read is queued.
    private var hasRoom: Bool { lanes.queued < readLimit && unmarked.count < 2 * configuration.readMaximum }

    private func dueLanes(_ now: Duration) -> [String] {
        lanes.blocked.filter { key in
            guard let block = lanes.block(of: key) else { return false }
            return !block.probing && lanes.underWay[key] == nil && block.due <= now
        }.sorted()
    }
}
