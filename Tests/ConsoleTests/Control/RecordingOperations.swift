import Bus
import Console
import JSON
import Synchronization

/// Answers each command with its name and arguments, or with an error that a test sets.
final class RecordingOperations: ControlOperations {
    private let failure = Mutex<ControlError?>(nil)

    func fail(with error: ControlError?) { failure.withLock { $0 = error } }

    private func reply(_ name: String, _ arguments: JSONValue...) throws(ControlError) -> JSONValue {
        if let error = failure.withLock({ $0 }) { throw error }
        return ["command": .string(name), "arguments": .array(arguments)]
    }

    private static func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
    private static func time(_ value: Timestamp?) -> JSONValue { text(value?.description) }

    func status() async throws(ControlError) -> JSONValue { try reply("status") }
    func account(from: Timestamp?, until: Timestamp?) async throws(ControlError) -> JSONValue {
        try reply("account", Self.time(from), Self.time(until))
    }
    func declaration(_ number: String) async throws(ControlError) -> JSONValue { try reply("declaration", .string(number)) }
    func receivers() async throws(ControlError) -> JSONValue { try reply("receivers") }
    func pause(
        _ receiver: String, mode: String, reason: String, until: Timestamp?, actor: String
    ) async throws(ControlError) -> JSONValue {
        try reply("pause", .string(receiver), .string(mode), .string(reason), Self.time(until), .string(actor))
    }
    func resume(_ receiver: String, reason: String, actor: String) async throws(ControlError) -> JSONValue {
        try reply("resume", .string(receiver), .string(reason), .string(actor))
    }
    func catalogImport(
        _ catalog: String, csv: String, dryRun: Bool, reason: String, actor: String
    ) async throws(ControlError) -> JSONValue {
        try reply("catalogImport", .string(catalog), .string(csv), .bool(dryRun), .string(reason), .string(actor))
    }
    func catalogDiff(_ catalog: String, csv: String) async throws(ControlError) -> JSONValue {
        try reply("catalogDiff", .string(catalog), .string(csv))
    }
    func catalogAsOf(_ catalog: String, key: String?, at: Timestamp?) async throws(ControlError) -> JSONValue {
        try reply("catalogAsOf", .string(catalog), Self.text(key), Self.time(at))
    }
    func catalogExport(_ catalog: String) async throws(ControlError) -> JSONValue {
        try reply("catalogExport", .string(catalog))
    }
    func cutoverCheck(_ plan: CutoverDocument) async throws(ControlError) -> JSONValue {
        try reply("cutoverCheck", plan.json)
    }
    func cutoverRehearse(_ plan: CutoverDocument, actor: String) async throws(ControlError) -> JSONValue {
        try reply("cutoverRehearse", plan.json, .string(actor))
    }
    func cutoverApprove(hash: String, actor: String) async throws(ControlError) -> JSONValue {
        try reply("cutoverApprove", .string(hash), .string(actor))
    }
    func cutoverStart(_ plan: CutoverDocument, actor: String) async throws(ControlError) -> JSONValue {
        try reply("cutoverStart", plan.json, .string(actor))
    }
    func cutoverAbort(_ run: String, reason: String, actor: String) async throws(ControlError) -> JSONValue {
        try reply("cutoverAbort", .string(run), .string(reason), .string(actor))
    }
    func cutoverStatus(_ run: String?) async throws(ControlError) -> JSONValue { try reply("cutoverStatus", Self.text(run)) }
    func cutoverReport(_ run: String?) async throws(ControlError) -> JSONValue { try reply("cutoverReport", Self.text(run)) }
    func replayPlan(_ selection: JSONValue, actor: String) async throws(ControlError) -> JSONValue {
        try reply("replayPlan", selection, .string(actor))
    }
    func replayApprove(hash: String, actor: String) async throws(ControlError) -> JSONValue {
        try reply("replayApprove", .string(hash), .string(actor))
    }
    func replayRun(hash: String, actor: String) async throws(ControlError) -> JSONValue {
        try reply("replayRun", .string(hash), .string(actor))
    }
    func replayStatus(_ run: String?) async throws(ControlError) -> JSONValue { try reply("replayStatus", Self.text(run)) }
    func replayStop(_ run: String, actor: String) async throws(ControlError) -> JSONValue {
        try reply("replayStop", .string(run), .string(actor))
    }
    func parkedList(consumer: String?, key: String?, limit: Int) async throws(ControlError) -> JSONValue {
        try reply("parkedList", Self.text(consumer), Self.text(key), .integer(Int64(limit)))
    }
    func parkedShow(_ eventID: String, consumer: String) async throws(ControlError) -> JSONValue {
        try reply("parkedShow", .string(eventID), .string(consumer))
    }
    func parkedRelease(
        _ eventID: String, consumer: String, reason: String, actor: String
    ) async throws(ControlError) -> JSONValue {
        try reply("parkedRelease", .string(eventID), .string(consumer), .string(reason), .string(actor))
    }
    func parkedDiscard(
        _ eventID: String, consumer: String, reason: String, actor: String
    ) async throws(ControlError) -> JSONValue {
        try reply("parkedDiscard", .string(eventID), .string(consumer), .string(reason), .string(actor))
    }
    func consumerList() async throws(ControlError) -> JSONValue { try reply("consumerList") }
    func consumerAttach(
        _ name: String, patterns: [String], actor: String
    ) async throws(ControlError) -> JSONValue {
        try reply("consumerAttach", .string(name), .array(patterns.map { .string($0) }), .string(actor))
    }
}
