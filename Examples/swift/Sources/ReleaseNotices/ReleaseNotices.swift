import Bus
public import Consumers
import Events
import JSON
public import Store

/// Tells a trader, once, that customs has released a declaration (`thông quan`).
///
/// Who the trader is comes from VNACCS, that the declaration is released from the pipeline; either may come first.
public struct ReleaseNotices: Consumer {
    public let name = "release-notices"
    public let entities = [EventEntity("vnaccs", "declaration"), EventEntity("pipeline", "declaration")]
    public let queues = ConsumerQueues.partitioned

    public init() {}

    public func handle(_ event: DeliveredEvent, in transaction: any LedgerTransaction) throws {
        let state = state(in: transaction)
        let key = event.event.partitionKey
        var known = try state.value(key)?.object ?? JSONObject()
        if let registered = try event.payload(DeclarationRegistered.self) {
            known["taxpayer"] = .string(registered.taxpayer)
        } else if let changed = try event.payload(DeclarationStatusChanged.self), changed.status == .cleared {
            known["number"] = .string(changed.declaration.rawValue)
            known["released"] = .string(event.event.time.description)
        } else {
            return
        }
        if known["notice"] == nil, let notice = Self.notice(known, key, event.event.time) {
            try transaction.emit(notice)
            known["notice"] = .string(notice.id)
        }
        try state.set(key, to: .object(known))
    }

    /// nil while it is not known whom to tell, or there is nothing to tell.
    private static func notice(_ known: JSONObject, _ key: String, _ time: Timestamp) -> EventDraft? {
        guard let taxpayer = known["taxpayer"], let number = known["number"], let released = known["released"] else { return nil }
        return EventDraft(
            id: "release-notice:\(key)", source: "/example/release-notices",
            type: EventType(system: "example", entity: "notice", event: "released"), subject: number.string, time: time,
            partitionKey: key, data: ["declaration": number, "taxpayer": taxpayer, "released": released])
    }
}
