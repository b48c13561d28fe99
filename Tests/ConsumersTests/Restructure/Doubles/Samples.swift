import Bus
import Consumers
import Foundation
import JSON
import Store

/// Times, events and files that several tests use.
enum Samples {
    static let evening = time("2025-03-14T23:00:00+07:00")
    static let midnight = time("2025-03-15T00:00:00+07:00")
    static let morning = time("2025-03-15T05:00:00+07:00")

    /// For texts written in tests; a wrong one gives the beginning of time, which no assertion expects.
    static func time(_ text: String) -> Timestamp { Timestamp(rfc3339: text) ?? Timestamp(milliseconds: 0) }

    static func event(
        _ number: Int, type: String = "vn.customs.epayment.payment.made.v1", key: String = "10000000001",
        at time: Timestamp = evening, data: JSONValue = ["office": "03EE"]
    ) throws -> EncodedEvent {
        guard let type = EventType(type) else { throw BusError(.undecodable, "type") }
        return try EventCodec.encode(
            EventDraft(
                id: "event-\(number)", source: "/vn/customs/\(type.system)", type: type, subject: nil, time: time,
                partitionKey: key, data: data),
            sequence: UInt64(number), recordedTime: time, partitioning: .standard)
    }

    static func delivery(_ events: [EncodedEvent], queue: String, tag: Int, offset: Int? = nil) -> Delivery {
        Delivery(
            tag: DeliveryTag(generation: 1, tag: UInt64(tag)), queue: queue, exchange: "lt.held",
            routingKey: events[0].routingKey, redelivered: false, contentType: BatchCodec.contentType,
            messageID: "m\(tag)", headers: offset.map { ["x-stream-offset": .integer(Int64($0))] } ?? [:],
            body: BatchCodec.encode(events))
    }

    static func offices(_ lines: String..., name: String = "offices.csv") -> CatalogFile {
        let header = "code,name,short_name,region,kind,valid_from,valid_to,closed,successors"
        return CatalogFile(
            catalog: "office", name: name, bytes: Array(([header] + lines).joined(separator: "\n").utf8))
    }

    /// An open office from 2015 on.
    static func open(_ code: String, _ shortName: String? = nil, from: String = "2015-01-01", to: String = "") -> String {
        "\(code),Office \(code),\(shortName ?? "HQ\(code)"),Region,branch,\(from),\(to),,"
    }

    static func closed(_ code: String, _ successors: String, from: String = "2025-03-15") -> String {
        "\(code),,,,,\(from),,yes,\(successors)"
    }

    /// The shipped plan's folder.
    static let nightFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "deploy/samples/night").path

    static func nightPlan() throws -> String { try String(contentsOfFile: nightFolder + "/plan.yaml", encoding: .utf8) }

    /// A receiver service over a store, at a fixed time.
    static func receivers(
        _ store: any ControlStore, held: @escaping ReceiverService.HeldCount = { _ throws(BusError) in 0 },
        at time: Timestamp = evening
    ) -> ReceiverService {
        ReceiverService(
            store: store, receivers: ["vnaccs", "epayment", "edoc", "treasury"], heldCount: held, now: { time })
    }
}
