public import Bus
import Store

/// Which states of a receiver follow which. Pure: what it answers is performed by `ReceiverService`.
///
/// open -> holding | refusing by a pause; holding <-> refusing by a pause in the other mode; refusing -> open by a resume;
/// holding -> releasing by a resume, and so is refusing while something held before it is still there; releasing -> open
/// when the held queue is empty and every gateway has put its last held event into it. Nothing else.
public enum ReceiverMachine {
    public enum Answer: Sendable, Hashable {
        /// The situation that takes the place of the present one, if nobody else is first.
        case change(ReceiverSituation)
        /// It is so already; the text says how it is.
        case unchanged(String)
        /// Not from here; the text says from where, or what to wait for.
        case refused(String)
    }

    /// Pauses, or changes mode, reason or expected end of a pause.
    public static func pause(
        _ now: ReceiverSituation, mode: ReceiverMode, reason: String, until: Timestamp?, by actor: String,
        at time: Timestamp
    ) -> Answer {
        let record = now.record
        guard record.state != .releasing else {
            return .refused("\(record.receiver) is releasing what it held; it can be paused again once it is open")
        }
        guard !reason.isEmpty else { return .refused("a pause needs a reason: senders and the next shift read it") }
        if let until, until <= time {
            return .refused("the expected end \(until) is not after \(time)")
        }
        if record.state == mode.state, record.reason == reason, record.until == until {
            return .unchanged("\(record.receiver) is \(record.state.rawValue) already, since \(record.since)")
        }
        let since = record.state == .open ? time : record.since
        return .change(
            ReceiverSituation(
                record: ReceiverRecord(
                    receiver: record.receiver, state: mode.state, reason: reason, since: since, until: until, by: actor,
                    generation: record.generation + 1),
                hasHeld: now.hasHeld || mode == .hold))
    }

    /// Ends a pause: by releasing what is held, or at once when nothing can be.
    public static func resume(
        _ now: ReceiverSituation, reason: String, by actor: String, at time: Timestamp
    ) -> Answer {
        let record = now.record
        switch record.state {
        case .open: return .unchanged("\(record.receiver) is open; there is nothing to resume")
        case .releasing: return .unchanged("\(record.receiver) is releasing already, since \(record.since)")
        case .holding, .refusing:
            return .change(
                situation(record, now.hasHeld ? .releasing : .open, hasHeld: now.hasHeld, reason, actor, time))
        }
    }

    /// The held queue is empty and stays so: the barrier is passed.
    /// - Parameter generation: that of the releasing which has ended.
    public static func released(
        _ now: ReceiverSituation, generation: Int64, by actor: String, at time: Timestamp
    ) -> Answer {
        let record = now.record
        guard record.generation == generation, record.state == .releasing else {
            if record.state == .open, record.generation > generation { return .unchanged("\(record.receiver) is open") }
            return .refused("\(record.receiver) is \(record.state.rawValue) in generation \(record.generation)")
        }
        return .change(situation(record, .open, hasHeld: false, "everything held was released", actor, time))
    }

    private static func situation(
        _ record: ReceiverRecord, _ state: ReceiverRecord.State, hasHeld: Bool, _ reason: String, _ actor: String,
        _ time: Timestamp
    ) -> ReceiverSituation {
        ReceiverSituation(
            record: ReceiverRecord(
                receiver: record.receiver, state: state, reason: reason, since: time, until: nil, by: actor,
                generation: record.generation + 1),
            hasHeld: hasHeld)
    }
}
