import Bus
import Logging
import Store

extension Intake {
    /// A refusal for good: the message is kept in quarantine, as far as the store can, because the account counts it.
    func refuse(
        _ error: AdapterError, _ bytes: [UInt8], _ codec: any NativeCodec, _ received: Timestamp
    ) async -> IntakeResult {
        let kept = codec.archived(error.code == .tooLarge ? Array(bytes.prefix(Self.keptOfTooLarge)) : bytes)
        do {
            try await outbox.quarantine(
                RefusedMessage(
                    system: codec.system.rawValue, native: kept, received: received, code: error.code.description,
                    reason: error.description))
        } catch {
            // The sender is told the same either way; only the account lacks this one.
            logger.warning(
                "a refused message could not be kept in quarantine",
                metadata: ["system": "\(codec.system.rawValue)", "error": "\(error)"])
        }
        return IntakeResult(
            disposition: .refused(error), answer: codec.refusal(error, of: bytes, at: clock()),
            retryAfter: error.isRetryable ? Self.defaultRetryAfter : nil)
    }

    func closed(_ record: ReceiverRecord, _ bytes: [UInt8], _ codec: any NativeCodec) -> IntakeResult {
        let now = clock()
        let until = record.until.flatMap { $0 > now ? $0 : nil }
        let problem = "the receiver is closed: \(record.reason)" + (until.map { "; expected to open at \($0)" } ?? "")
        return IntakeResult(
            disposition: .refused(AdapterError(.receiverClosed, problem: problem, isRetryable: true)),
            answer: codec.closed(reason: record.reason, reopening: until, of: bytes, at: now),
            retryAfter: until.map { Int(($0.milliseconds - now.milliseconds + 999) / 1000) } ?? Self.defaultRetryAfter)
    }

    func notStored(_ error: StoreError, _ form: String, _ bytes: [UInt8], _ codec: any NativeCodec) -> IntakeResult {
        logger.error(
            "a message could not be stored", metadata: ["system": "\(codec.system.rawValue)", "error": "\(error)"])
        let refusal = AdapterError(
            .notStored, form: form, problem: "the message could not be stored; send it again", isRetryable: true)
        return IntakeResult(
            disposition: .refused(refusal), answer: codec.refusal(refusal, of: bytes, at: clock()),
            retryAfter: Self.defaultRetryAfter)
    }
}
