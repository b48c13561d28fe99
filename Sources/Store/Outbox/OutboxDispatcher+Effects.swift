import Bus
import Logging

extension OutboxDispatcher {
    func heldBack() -> Set<String> {
        guard let gate else { return [] }
        return Set(systems.filter { gate.record(of: $0).state == .releasing })
    }

    func rows(after position: Int64, limit: Int, heldBack: Set<String>) async -> Result<[OutboxRow], StoreError> {
        do throws(StoreError) {
            return .success(try await outbox.unsent(after: position, limit: limit, heldBack: heldBack))
        } catch {
            return .failure(error)
        }
    }

    func survey(_ systems: Set<String>) async -> Result<[String: Int64?], StoreError> {
        do throws(StoreError) {
            return .success(try await ReleaseSurvey.run(outbox, systems))
        } catch {
            return .failure(error)
        }
    }

    func mark(_ positions: [Int64]) async -> Result<Void, StoreError> {
        do throws(StoreError) {
            return .success(try await outbox.markSent(positions))
        } catch {
            return .failure(error)
        }
    }

    func publish(_ rows: [OutboxRow]) async -> PublishOutcome {
        guard let first = rows.first else { return .confirmed }
        let message = OutboundMessage(
            exchange: first.route == .live ? configuration.liveExchange : configuration.heldExchange,
            routingKey: first.event.routingKey, contentType: BatchCodec.contentType, messageID: first.event.id,
            body: BatchCodec.encode(rows.map(\.event)))
        return await publisher.publish([message]).first
            ?? .indeterminate(BusError(.protocolViolation, "the publisher gave no outcome", isRetryable: true))
    }

    /// An operator must see the first failure of a routing key and must not drown in its repetitions.
    func report(_ block: DispatchLane.Block?, _ lane: String, _ outcome: PublishOutcome) {
        guard let block else { return }
        let level: Logger.Level =
            switch (block.cause, block.attempts) {
            case (.unroutable, 1): .error
            case (_, 1): .warning
            default: .debug
            }
        logger.log(
            level: level, "rows wait in the outbox",
            metadata: [
                "routing_key": "\(lane)", "position": "\(block.from)", "attempts": "\(block.attempts)",
                "cause": "\(outcome.shortDescription)",
            ])
    }
}
