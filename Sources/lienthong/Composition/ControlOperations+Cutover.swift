import Bus
import Console
import Consumers
import Foundation
import JSON
import Store

extension ControlOperations {
    var cutoverOperations: [String: ControlOperation] {
        let cutover = cutover
        return [
            "cutover/check": { request in
                let plan = try PlanFile(request)
                return try await cutover.check(plan.text, file: plan.name, files: plan.files, at: request.time("at")).json
            },
            "cutover/approve": { request in
                try await cutover.approve(request.text("hash"), actor: request.actor, reason: request.text("reason"))
                return ["approved": true]
            },
            "cutover/start": { request in
                let plan = try PlanFile(request)
                return Self.shown(
                    try await cutover.start(plan.text, file: plan.name, files: plan.files, actor: request.actor))
            },
            "cutover/abort": { request in
                if let name = try request.optionalText("name") {
                    return Self.shown(
                        try await cutover.abort(name, actor: request.actor, reason: request.text("reason")))
                }
                let plan = try PlanFile(request)
                return Self.shown(
                    try await cutover.abort(
                        plan.text, file: plan.name, actor: request.actor, reason: request.text("reason")))
            },
            "cutover/status": { request in Self.shown(try await cutover.status(request.text("name"))) },
            "cutover/report": { request in Self.shown(try await cutover.report(request.text("name")).run) },
        ]
    }

    var replayOperations: [String: ControlOperation] {
        let replay = replay
        return [
            "replay/plan": { request in
                let target = ReplayTarget(try request.text("to"))
                var systems = Set(try request.texts("systems"))
                // The pool makes the pipeline's own events; it does not take them.
                if target == .declarations, systems.isEmpty { systems = Set(Node.systems) }
                let filter = ReplayFilter(
                    from: try request.time("from"), until: try request.time("until"), systems: systems,
                    types: Set(try request.texts("types")))
                return Self.shown(
                    try await replay.plan(
                        id: request.text("id"), filter: filter, target: target,
                        rate: request.number("rate", default: 5000), actor: request.actor))
            },
            "replay/run": { request in
                Self.shown(
                    try await replay.run(request.text("id"), hash: request.text("hash"), actor: request.actor))
            },
            "replay/status": { request in
                guard let id = try request.optionalText("id") else {
                    return .array(try await replay.list().map { Self.shown($0) })
                }
                return Self.shown(try await replay.status(id))
            },
            "replay/stop": { request in
                Self.shown(
                    try await replay.stop(request.text("id"), actor: request.actor, reason: request.text("reason")))
            },
        ]
    }

    private var cutover: CutoverService {
        let node = node
        let auditing = Auditing(role: role)
        let actions = LiveCutoverActions(
            store: node.control, receivers: receivers, releaser: nil, now: SystemClock.now,
            drain: { systems throws(RestructureError) in try await auditing.drainState(of: systems) },
            account: { () throws(RestructureError) in try await auditing.balance() })
        return CutoverService(
            store: node.control, receivers: receivers, actions: actions, waiting: Waiting(control: node.control),
            freeBytes: { FreeSpace.bytes(at: node.configuration.path(node.configuration.data)) }, now: SystemClock.now)
    }

    private var replay: ReplayService {
        let journal = AttachJournal(bus: node.bus, role: "replay")
        let ports = ReplayPorts(journal: journal.open, journalCount: journal.count, publisher: role.publisher)
        return ReplayService(
            store: node.control, ports: ports, now: SystemClock.now, codes: { [catalogs = node.catalogs] in catalogs.snapshot })
    }

    /// The replay with what names it at the top.
    private static func shown(_ run: ReplayRun) -> JSONValue {
        var members = [
            JSONObject.Member(key: "id", value: .string(run.plan.id)),
            JSONObject.Member(key: "target", value: .string(run.plan.target.name)),
        ]
        members += run.json.object?.members ?? []
        return .object(JSONObject(members))
    }

    /// The run for machines, with the report for people beside it.
    private static func shown(_ run: CutoverRun) -> JSONValue {
        var object = run.json.object ?? JSONObject()
        object["report"] = .string(CutoverReport(run: run).text)
        return .object(object)
    }
}

/// A plan on this machine's disk: its text, and the folder that its files lie in.
private struct PlanFile {
    let name: String
    let text: String
    let files: PlanFiles

    init(_ request: ControlRequest) throws(ControlFailure) {
        name = try request.text("plan")
        guard let data = FileManager.default.contents(atPath: name), let text = String(data: data, encoding: .utf8) else {
            throw ControlFailure(exit: 65, "plan \(name) cannot be read as UTF-8 by the control role")
        }
        self.text = text
        files = .folder(URL(fileURLWithPath: name).deletingLastPathComponent().path)
    }
}
