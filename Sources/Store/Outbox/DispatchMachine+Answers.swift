import Bus

extension DispatchMachine {
    mutating func readFinished(_ rows: [OutboxRow], limit: Int, pass answered: Int, now: Duration) {
        isReading = false
        readFailures = 0
        if answered == pass {
            for row in rows where !taken.contains(row.position) && !waits(row) {
                guard !lanes.blocked.contains(row.event.routingKey) else { continue }
                taken.insert(row.position)
                withLane(row.event.routingKey) { $0.add(row) }
            }
            cursor = rows.last?.position ?? cursor
            atEnd = rows.count < limit && !readsAgain
            if rows.count < limit { endFullPass(now: now) }
        }
        adapt(to: rows, limit: limit)
        forgetMarked()
    }

    mutating func readFailed(_ error: StoreError, now: Duration) {
        isReading = false
        readFailures += 1
        readDue = now + delay(after: readFailures)
        note(failure: error.description, now: now)
        forgetMarked()
    }

    /// - Returns: the rows that go out as the lane's next attempt; empty when nothing of the lane waits there any more.
    mutating func probeFinished(_ rows: [OutboxRow], lane key: String, now: Duration) -> [OutboxRow] {
        if isStopping { return [] }
        let own = rows.filter { $0.event.routingKey == key && !taken.contains($0.position) && !waits($0) }
        // Only when the first row found is the lane's own is it sure that none of the lane stands before it.
        let message = rows.first?.event.routingKey == key ? DispatchLane.message(own) : []
        withLane(key) { lane in
            if message.isEmpty { lane.block = nil } else { lane.launch(probe: message, now: now) }
        }
        if message.isEmpty { rewind() } else { taken.formUnion(message.map(\.position)) }
        return message
    }

    mutating func probeFailed(_ error: StoreError, lane key: String, now: Duration) {
        let wait = delay(after: 1)
        withLane(key) { lane in
            lane.block?.probing = false
            lane.block?.due = now + wait
        }
        note(failure: error.description, now: now)
    }

    /// - Returns: the block that the lane has got, when the message was not confirmed.
    @discardableResult
    mutating func publishFinished(_ outcome: PublishOutcome, lane key: String, now: Duration) -> DispatchLane.Block? {
        let before = lanes.block(of: key)
        let rows = withLane(key) { lane in
            lane.block = nil
            return lane.land()
        }
        guard let first = rows.first, let last = rows.last else { return nil }
        guard let cause = DispatcherStatus.Cause(outcome) else {
            unmarked.append(contentsOf: rows.lazy.map(\.position))
            count(confirmed: rows.count)
            // What was skipped while the lane stood still lies behind the message that has just passed.
            if before != nil { rewind(to: last.position) }
            return nil
        }
        let attempts = (before?.attempts ?? 0) + 1
        let block = DispatchLane.Block(
            from: first.position, attempts: attempts, cause: cause, since: before?.since ?? now,
            due: now + delay(after: attempts))
        let dropped = withLane(key) { lane in
            lane.block = block
            return lane.dropQueue()
        }
        taken.subtract((rows + dropped).lazy.map(\.position))
        note(failure: "\(key) from position \(first.position): \(outcome.shortDescription)", now: now)
        return block
    }

    mutating func markFinished(_ positions: [Int64]) {
        isMarking = false
        markFailures = 0
        recentlyMarked.append(contentsOf: positions)
        forgetMarked()
    }

    mutating func markFailed(_ positions: [Int64], _ error: StoreError, now: Duration) {
        isMarking = false
        markFailures += 1
        markDue = now + delay(after: markFailures)
        unmarked.insert(contentsOf: positions, at: 0)
        note(failure: error.description, now: now)
    }

    /// Rows marked during a read or probe may be in its answer as unsent; after the last answer nobody can show them.
    mutating func forgetMarked() {
        guard !isLooking else { return }
        taken.subtract(recentlyMarked)
        recentlyMarked.removeAll()
    }

    /// Follows the size of the rows: as many as fit `readBytes`, growing by doubling only.
    private mutating func adapt(to rows: [OutboxRow], limit: Int) {
        guard !rows.isEmpty else { return }
        let mean = max(1, rows.reduce(0) { $0 + $1.event.bytes.count } / rows.count)
        let fitting = max(1, configuration.readBytes / mean)
        let grown = rows.count >= limit ? limit * 2 : limit
        readLimit = max(1, min(grown, fitting, configuration.readMaximum))
    }
}

extension DispatcherStatus.Cause {
    /// nil for a confirmed message.
    init?(_ outcome: PublishOutcome) {
        switch outcome {
        case .confirmed: return nil
        case .returned: self = .unroutable
        case .rejected: self = .rejected
        case .indeterminate: self = .indeterminate
        }
    }
}

extension PublishOutcome {
    /// Without payload.
    var shortDescription: String {
        switch self {
        case .confirmed: "confirmed"
        case .returned(let code, let text): "no queue is bound for it (\(code) \(text))"
        case .rejected: "a queue refused it"
        case .indeterminate(let error): "no answer: \(error)"
        }
    }
}
