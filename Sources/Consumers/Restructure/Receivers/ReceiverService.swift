public import Bus
public import Store
import JSON

/// What operators do to receivers. Every act is one change of the control store, with its entry in the log.
public struct ReceiverService: Sendable {
    /// How many messages lie in a receiver's held queue, by its name. A retryable error means that nobody knows just now.
    public typealias HeldCount = @Sendable (String) async throws(BusError) -> Int

    /// The receivers there are.
    public let receivers: [String]
    private let store: any ControlStore
    private let registry: ProcessRegistry
    private let heldCount: HeldCount
    private let now: @Sendable () -> Timestamp

    public init(
        store: any ControlStore, receivers: [String], heldCount: @escaping HeldCount,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.store = store
        self.receivers = receivers
        self.heldCount = heldCount
        self.now = now
        registry = ProcessRegistry(store: store, now: now)
    }

    /// - Parameters:
    ///   - reason: why, for senders and operators; not empty.
    ///   - until: expected end; a pause that lasts longer is overdue.
    ///   - expected: the generation the operator looked at; nil takes the present one.
    /// - Throws: `notFound`, `notPossible`, `conflict` when somebody else was first, or the store's error.
    public func pause(
        _ receiver: String, mode: ReceiverMode, reason: String, until: Timestamp?, actor: String,
        expected: Int64? = nil
    ) async throws(RestructureError) -> ReceiverAct {
        try await act(on: receiver, "receiver.pause", reason, actor, expected) { situation, time in
            ReceiverMachine.pause(situation, mode: mode, reason: reason, until: until, by: actor, at: time)
        }
    }

    /// Resumes; a receiver that is open stays so, with an answer that says it.
    /// - Throws: as `pause`.
    public func resume(
        _ receiver: String, actor: String, reason: String = "resumed", expected: Int64? = nil
    ) async throws(RestructureError) -> ReceiverAct {
        try await act(on: receiver, "receiver.resume", reason, actor, expected) { situation, time in
            ReceiverMachine.resume(situation, reason: reason, by: actor, at: time)
        }
    }

    /// Opens a receiver whose releasing of this generation has ended.
    func released(_ receiver: String, generation: Int64, actor: String) async throws(RestructureError) -> ReceiverAct {
        try await act(on: receiver, "receiver.released", "everything held was released", actor, nil) { situation, time in
            ReceiverMachine.released(situation, generation: generation, by: actor, at: time)
        }
    }

    /// All receivers, in the order in which they were configured.
    public func list() async throws(RestructureError) -> [ReceiverStatus] {
        var lines: [ReceiverStatus] = []
        for receiver in receivers { lines.append(try await status(receiver)) }
        return lines
    }

    public func status(_ receiver: String) async throws(RestructureError) -> ReceiverStatus {
        let record = try await situation(receiver).record
        let held: Int?
        do throws(BusError) {
            held = try await heldCount(receiver)
        } catch {
            // Receivers are steered through the control store; a broker that is away takes only the count from the list.
            guard error.isRetryable else { throw RestructureError(error, place: receiver) }
            held = nil
        }
        let (confirmed, missing) = try await receipts(of: receiver, generation: record.generation)
        let isPaused = record.state == .holding || record.state == .refusing
        return ReceiverStatus(
            record: record, held: held, confirmed: confirmed, missing: missing,
            isOverdue: isPaused && record.until.map { $0 < now() } ?? false)
    }

    /// The record in force, read from the store.
    func situation(_ receiver: String) async throws(RestructureError) -> ReceiverSituation {
        guard receivers.contains(receiver) else {
            throw RestructureError(
                .notFound, "there is no such receiver; there are \(receivers.joined(separator: ", "))", place: receiver)
        }
        do throws(StoreError) {
            guard let record = try await store.record(ReceiverRecord.recordKind, receiver) else {
                return ReceiverSituation(record: .untouched(receiver), hasHeld: false)
            }
            return try ReceiverSituation(record)
        } catch {
            throw RestructureError(error, place: receiver)
        }
    }

    /// Who of those that serve the receiver has confirmed the generation. For generation 0 there is nothing to confirm.
    func receipts(
        of receiver: String, generation: Int64
    ) async throws(RestructureError) -> (confirmed: [String], missing: [String]) {
        do throws(StoreError) {
            let serving = try await registry.processes().filter { $0.receivers.contains(receiver) }.map(\.name)
            var obeying: Set<String> = []
            for control in try await store.records(ReceiverReceipt.recordKind) {
                let receipt = try ReceiverReceipt(control)
                if receipt.receiver == receiver, receipt.generation >= generation { obeying.insert(receipt.process) }
            }
            return (
                serving.filter { obeying.contains($0) },
                generation == 0 ? [] : serving.filter { !obeying.contains($0) }
            )
        } catch {
            throw RestructureError(error, place: receiver)
        }
    }

    private func act(
        on receiver: String, _ action: String, _ reason: String, _ actor: String, _ expected: Int64?,
        _ decide: (ReceiverSituation, Timestamp) -> ReceiverMachine.Answer
    ) async throws(RestructureError) -> ReceiverAct {
        let before = try await situation(receiver)
        if let expected, expected != before.record.generation {
            throw RestructureError(
                .conflict, "is in generation \(before.record.generation), not \(expected)", place: receiver,
                isRetryable: true)
        }
        let time = now()
        switch decide(before, time) {
        case .unchanged(let answer):
            return ReceiverAct(before: before.record, after: before.record, answer: answer)
        case .refused(let why):
            throw RestructureError(.notPossible, why, place: receiver)
        case .change(let after):
            do throws(StoreError) {
                _ = try await store.commit(
                    ControlChange(
                        writes: [
                            .init(
                                kind: ReceiverRecord.recordKind, key: receiver, expected: before.record.generation,
                                value: after.json.bytes)
                        ],
                        at: time, actor: actor, action: action, subject: receiver, reason: reason,
                        before: before.json.text, after: after.json.text))
            } catch {
                throw RestructureError(error, place: receiver)
            }
            return ReceiverAct(
                before: before.record, after: after.record, answer: "\(receiver) is \(after.record.state.rawValue)")
        }
    }
}
