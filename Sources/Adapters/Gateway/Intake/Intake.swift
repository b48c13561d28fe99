public import Bus
public import Events
public import Logging
public import Store

/// Takes native messages in: gate, size, codec, outbox, and then the system's own answer.
///
/// An acceptance is given only after the outbox has the events on disk. It never touches the broker, so it goes on
/// accepting while that is down. May be called from any number of tasks at once; the store joins what comes together.
public final class Intake: Sendable {
    /// Seconds named to a sender when nobody has said when the receiver opens again.
    public static let defaultRetryAfter = 60
    /// A message that is too large is kept in quarantine with this many of its first bytes.
    static let keptOfTooLarge = 4096

    let codecs: [SystemName: any NativeCodec]
    let outbox: any OutboxStore
    let gate: any ReceiverGate
    let admission: Admission
    let clock: @Sendable () -> Timestamp
    let appended: @Sendable () -> Void
    /// A message of more bytes is refused.
    let limit: Int
    let metrics = IntakeMetrics()
    let logger: Logger

    /// - Parameters:
    ///   - codecs: one for each system served; of two for the same system the last counts.
    ///   - limit: a message of more bytes is refused; at most `Limits.nativeMessageBytes`.
    ///   - clock: for answers and waiting times, never for a decision about an event.
    ///   - appended: called after each append that stored something; wakes the dispatcher.
    public init(
        codecs: [any NativeCodec], outbox: any OutboxStore, gate: any ReceiverGate, logger: Logger,
        limit: Int = Limits.nativeMessageBytes, clock: @escaping @Sendable () -> Timestamp = SystemClock.now, appended: @escaping @Sendable () -> Void
    ) {
        self.codecs = Dictionary(codecs.map { ($0.system, $0) }, uniquingKeysWith: { $1 })
        self.outbox = outbox
        self.gate = gate
        admission = Admission(gate: gate)
        self.limit = min(max(limit, 1), Limits.nativeMessageBytes)
        self.logger = logger
        self.clock = clock
        self.appended = appended
    }

    /// The systems served, by name.
    public var systems: [SystemName] { codecs.keys.sorted { $0.rawValue < $1.rawValue } }

    /// The receiver's record in force.
    public func record(of system: SystemName) -> ReceiverRecord { gate.record(of: system.rawValue) }

    /// Whether the outbox answers.
    public func isStoreReachable() async -> Bool {
        (try? await outbox.highestPosition()) != nil
    }

    /// Takes one native message in. Never throws: every outcome is an answer to the sender.
    ///
    /// Cancelling the task does not undo anything: an append that has begun ends, and handing the same bytes over again
    /// gives the same event ids.
    /// - Parameters:
    ///   - bytes: the whole message; of one over the limit at least one byte more than that.
    ///   - received: time of recording.
    /// - Returns: nil when no codec serves the system.
    public func accept(system: SystemName, bytes: [UInt8], received: Timestamp) async -> IntakeResult? {
        guard let codec = codecs[system] else { return nil }
        if let error = sizeError(bytes) { 
            let result = await refuse(error, bytes, codec, received)
            metrics.count(system, result.disposition)
            return result
        }
        let result = await admission.admit(to: system.rawValue) { record in
            record.state == .refusing
                ? closed(record, bytes, codec) : await take(bytes, codec, received, record.state)
        }
        metrics.count(system, result.disposition)
        return result
    }

    private func sizeError(_ bytes: [UInt8]) -> AdapterError? {
        if bytes.isEmpty { return AdapterError(.empty, problem: "the message is empty") }
        if bytes.count > limit {
            return AdapterError(.tooLarge, problem: "the message is over \(limit) bytes")
        }
        return nil
    }

    private func take(
        _ bytes: [UInt8], _ codec: any NativeCodec, _ received: Timestamp, _ state: ReceiverRecord.State
    ) async -> IntakeResult {
        let message: DecodedMessage
        do throws(AdapterError) {
            message = try codec.decode(bytes, received: received)
        } catch {
            return await refuse(error, bytes, codec, received)
        }
        let submission = Submission(
            system: codec.system.rawValue, correlation: message.correlation, form: message.form,
            native: codec.archived(bytes), received: received, drafts: message.events, route: state == .holding ? .held : .live)
        do throws(StoreError) {
            guard let result = try await outbox.append([submission]).first else {
                throw StoreError(.invalid, "the store gave no result")
            }
            return await answer(result, message, bytes, codec, received)
        } catch {
            return notStored(error, message.form, bytes, codec)
        }
    }

    private func answer(
        _ result: SubmissionResult, _ message: DecodedMessage, _ bytes: [UInt8], _ codec: any NativeCodec,
        _ received: Timestamp
    ) async -> IntakeResult {
        let disposition: IntakeResult.Disposition
        switch result {
        case .accepted:
            appended()
            disposition = .accepted
        case .duplicate:
            disposition = .duplicate
        case .conflicting:
            let error = AdapterError(
                .identifierReused, form: message.form,
                problem: "its identifier came before with other content; the earlier message stands")
            return await refuse(error, bytes, codec, received)
        case .refused(let reason):
            return await refuse(
                AdapterError(.limitExceeded, form: message.form, problem: reason), bytes, codec, received)
        }
        return IntakeResult(
            disposition: disposition, answer: codec.acceptance(of: message, at: clock()),
            eventIDs: message.events.map(\.id))
    }
}
