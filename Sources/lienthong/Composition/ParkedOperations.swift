import Console
import Consumers
import JSON
import Store

/// Parked events as operators see them.
struct ParkedOperations: Sendable {
    let service: ParkedService

    func list(limit: Int) async throws -> JSONValue {
        .array(try await service.list(limit: limit).map(Self.json))
    }

    func show(_ id: String) async throws -> JSONValue {
        let event = try await find(id)
        var object = Self.json(event).object ?? JSONObject()
        object["event"] = .string(String(decoding: event.bytes, as: UTF8.self))
        let line = try await service.show(consumer: event.consumer, key: event.key)
        object["behind"] = .array((line?.behind ?? []).filter { $0.eventID != id }.map { .string($0.eventID) })
        return .object(object)
    }

    /// Releases the key for every consumer that has events of it parked.
    func release(key: String) async throws -> JSONValue {
        let consumers = Set(try await service.list(key: key).map(\.consumer)).sorted()
        guard !consumers.isEmpty else { throw ControlFailure(exit: 65, "nothing is parked for key \(key)") }
        var released: [JSONValue] = []
        var complete = true
        var detail = ""
        for consumer in consumers {
            let report = try await refusing { try await service.release(consumer: consumer, key: key) }
            released += report.released.map(JSONValue.string)
            if let stopped = report.stoppedAt {
                complete = false
                detail = "\(stopped): \(report.detail ?? "")"
            }
        }
        return ["complete": .bool(complete), "released": .array(released), "stoppedAt": .string(detail)]
    }

    func discard(_ id: String, reason: String, actor: String) async throws -> JSONValue {
        let event = try await find(id)
        try await refusing {
            try await service.discard(id, consumer: event.consumer, key: event.key, reason: "\(actor): \(reason)")
        }
        return ["discarded": .string(id)]
    }

    /// A refusal of the service is a "no", not an outage.
    private func refusing<Result: Sendable>(_ act: () async throws -> Result) async throws -> Result {
        do {
            return try await act()
        } catch let error as ParkedError {
            throw ControlFailure(exit: 1, error.description)
        }
    }

    private func find(_ id: String) async throws -> ParkedEvent {
        guard let event = try await service.list(limit: .max).first(where: { $0.eventID == id }) else {
            throw ControlFailure(exit: 65, "no event with this id is parked")
        }
        return event
    }

    private static func json(_ event: ParkedEvent) -> JSONValue {
        [
            "consumer": .string(event.consumer), "id": .string(event.eventID), "key": .string(event.key),
            "cause": .string(event.cause), "detail": .string(event.detail),
            "attempts": .integer(Int64(event.attempts)), "parkedAt": .string(event.parkedAt.description),
            "routingKey": .string(event.routingKey),
        ]
    }
}
