import Bus
import Console
import Consumers
import Events
import Foundation
import JSON
import Store

/// The operators' commands of this node, by path; each one is thin over a service.
struct ControlOperations {
    let role: ControlRole
    /// Makes users of attached consumers; nil when an administrator does.
    var management: AttachManagement?

    var node: Node { role.node }

    var all: [String: ControlOperation] {
        receiverOperations
            .merging(catalogOperations) { $1 }
            .merging(cutoverOperations) { $1 }
            .merging(replayOperations) { $1 }
            .merging(parkedOperations) { $1 }
            .merging(workerOperations) { $1 }
            .merging(processOperations) { $1 }
            .merging(attachments.operations) { $1 }
            .merging(otherOperations) { $1 }
    }

    private var attachments: Attachments {
        Attachments(
            node: node, ledger: role.stores.ledger, management: management, folder: node.configuration.consumers)
    }

    var receivers: ReceiverService {
        ReceiverService(
            store: node.control, receivers: Node.systems, heldCount: QueueDepths(node.bus).held, now: SystemClock.now)
    }

    private var receiverOperations: [String: ControlOperation] {
        let receivers = receivers
        return [
            "receivers/list": { _ in .array(try await receivers.list().map(\.json)) },
            "receivers/pause": { request in
                let mode: ReceiverMode =
                    switch try request.text("mode") {
                    case "holding", "hold": .hold
                    case "refusing", "refuse": .refuse
                    default: throw ControlFailure(exit: 65, "`mode` must be holding or refusing")
                    }
                return try await receivers.pause(
                    request.text("receiver"), mode: mode, reason: request.text("reason"),
                    until: request.time("until"), actor: request.actor
                ).json
            },
            "receivers/resume": { request in
                try await receivers.resume(
                    request.text("receiver"), actor: request.actor, reason: request.text("reason")
                ).json
            },
        ]
    }

    private var catalogOperations: [String: ControlOperation] {
        let catalogs = CatalogService(store: node.control, now: SystemClock.now)
        return [
            "catalog/diff": { request in try await catalogs.difference(of: [Self.file(request)]).json },
            "catalog/import": { request in
                try await catalogs.apply(
                    [Self.file(request)], actor: request.actor, reason: request.text("reason")
                ).json
            },
            "catalog/as-of": { request in
                let csv = try await catalogs.csv(
                    of: request.text("catalog"), asOf: Self.required(request, "time"), knownAt: request.time("knownAt"))
                return ["csv": .string(csv)]
            },
            "catalog/export": { request in
                guard try request.text("catalog") == "office" else {
                    throw ControlFailure(exit: 65, "the list for traders is made of the catalog office")
                }
                return ["csv": .string(try await catalogs.officeList(changedAt: Self.required(request, "time")))]
            },
        ]
    }

    private static func file(_ request: ControlRequest) throws(ControlFailure) -> CatalogFile {
        CatalogFile(
            catalog: try request.text("catalog"), name: try request.text("file"), bytes: Array(try request.text("csv").utf8))
    }

    static func required(_ request: ControlRequest, _ name: String) throws(ControlFailure) -> Timestamp {
        guard let time = try request.time(name) else { throw ControlFailure(exit: 65, "`\(name)` is missing") }
        return time
    }

    private var parkedOperations: [String: ControlOperation] {
        let parked = ParkedOperations(
            service: ParkedService(
                ledger: NotifyingLedger(ledger: role.stores.ledger, share: node.ledger), consumers: [DeclarationConsumer()],
                codes: node.catalogs))
        return [
            "parked/list": { request in try await parked.list(limit: request.number("limit", default: 100)) },
            "parked/show": { request in try await parked.show(request.text("id")) },
            "parked/release": { request in try await parked.release(key: request.text("key")) },
            "parked/discard": { request in
                try await parked.discard(request.text("id"), reason: request.text("reason"), actor: request.actor)
            },
        ]
    }

    private var otherOperations: [String: ControlOperation] {
        let node = node
        return [
            "audit/log": { request in
                let entries = try await node.control.log(
                    after: Int64(request.number("after", default: 0)), limit: request.number("limit", default: 100))
                return .array(entries.map(\.json))
            },
            "audit/verify": { _ in
                let broken = try await node.control.verify()
                return [
                    "intact": .bool(broken == nil), "firstBroken": broken.map(JSONValue.integer) ?? .null,
                ]
            },
        ]
    }
}
