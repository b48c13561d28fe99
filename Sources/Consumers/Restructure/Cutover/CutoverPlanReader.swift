import Bus

/// Reads a plan, with file and line in every error.
struct CutoverPlanReader {
    static let acts = ["pause", "drain", "import", "verify", "resume", "release"]

    static func read(_ text: String, file: String) throws(RestructureError) -> CutoverPlan {
        let root = try PlanNode.parse(text, file: file)
        let members = try root.members(["name", "window", "effective", "approval", "backlog", "steps"])
        let window = try root.member("window", of: members)
        let limits = try window.members(["from", "until"])
        let from = try window.member("from", of: limits).time("from")
        let until = try window.member("until", of: limits).time("until")
        guard from < until else { throw window.wrong("the window ends before it begins") }
        let plan = CutoverPlan(
            name: try root.member("name", of: members).name("name"), windowFrom: from, windowUntil: until,
            effective: try root.member("effective", of: members).time("effective"),
            needsApproval: try approval(members["approval"]), backlog: try backlog(members["backlog"]),
            steps: try steps(try root.member("steps", of: members)))
        return plan
    }

    private static func approval(_ node: PlanNode?) throws(RestructureError) -> Bool {
        guard let node else { return false }
        switch try node.text("approval") {
        case "required": return true
        case "none": return false
        default: throw node.wrong("approval is neither required nor none")
        }
    }

    private static func backlog(_ node: PlanNode?) throws(RestructureError) -> CutoverPlan.Backlog? {
        guard let node else { return nil }
        let members = try node.members(["events-per-second", "bytes-per-event"])
        return CutoverPlan.Backlog(
            eventsPerSecond: try node.member("events-per-second", of: members).count("events-per-second"),
            bytesPerEvent: try node.member("bytes-per-event", of: members).count("bytes-per-event"))
    }

    private static func steps(_ node: PlanNode) throws(RestructureError) -> [CutoverStep] {
        var steps: [CutoverStep] = []
        for element in try node.elements("steps") {
            let step = try step(element)
            if let same = steps.first(where: { $0.id == step.id }) {
                throw element.wrong("step \(step.id) has the same id as the one in line \(same.line)")
            }
            steps.append(step)
        }
        return steps
    }

    private static func step(_ node: PlanNode) throws(RestructureError) -> CutoverStep {
        let members = try node.members(["id", "deadline", "mode", "reason", "until"] + acts)
        let named = acts.filter { members[$0] != nil }
        guard named.count == 1, let act = named.first, let object = members[act] else {
            throw node.wrong("a step has exactly one of \(acts.joined(separator: ", "))")
        }
        for (name, member) in members where ["mode", "reason", "until"].contains(name) && act != "pause" {
            throw member.wrong("only a pause has \(name)")
        }
        return CutoverStep(
            id: try node.member("id", of: members).name("id"),
            act: try self.act(act, object, node, members),
            deadline: try node.member("deadline", of: members).duration("deadline"), line: node.line)
    }

    private static func act(
        _ name: String, _ object: PlanNode, _ step: PlanNode, _ members: [String: PlanNode]
    ) throws(RestructureError) -> CutoverStep.Act {
        switch name {
        case "pause": return try pause(object, step, members)
        case "drain":
            var systems: [String] = []
            for element in try object.elements("drain") { systems.append(try element.name("drain")) }
            return .drain(systems: systems)
        case "import":
            var references: [CutoverStep.CatalogReference] = []
            for element in try object.elements("import") { references.append(try reference(element)) }
            return .importCatalogs(references)
        case "verify":
            var verifications: [CutoverVerification] = []
            for element in try object.elements("verify") { verifications.append(try verification(element)) }
            return .verify(verifications)
        case "resume": return .resume(receiver: try object.name("resume"))
        default: return .release(receiver: try object.name("release"))
        }
    }

    private static func pause(
        _ object: PlanNode, _ step: PlanNode, _ members: [String: PlanNode]
    ) throws(RestructureError) -> CutoverStep.Act {
        let mode = try step.member("mode", of: members)
        guard let value = ReceiverMode(rawValue: try mode.text("mode")) else {
            throw mode.wrong("mode is neither hold nor refuse")
        }
        var until: Timestamp?
        if let node = members["until"] { until = try node.time("until") }
        return .pause(
            receiver: try object.name("pause"), mode: value,
            reason: try step.member("reason", of: members).text("reason"), until: until)
    }

    private static func reference(_ node: PlanNode) throws(RestructureError) -> CutoverStep.CatalogReference {
        let members = try node.members(["catalog", "file"])
        let catalog = try node.member("catalog", of: members)
        let name = try catalog.name("catalog")
        guard CatalogDefinition.named(name) != nil else {
            let names = CatalogDefinition.all.map(\.name).joined(separator: ", ")
            throw catalog.wrong("there is no catalog \(name); there are \(names)")
        }
        return CutoverStep.CatalogReference(
            catalog: name, file: try node.member("file", of: members).text("file"), line: node.line)
    }

    private static func verification(_ node: PlanNode) throws(RestructureError) -> CutoverVerification {
        let members = try node.members(["office", "at", "is", "account"])
        if let account = members["account"] {
            guard members.count == 1, try account.text("account") == "balanced" else {
                throw account.wrong("the check of the account is {account: balanced}")
            }
            return .accountBalanced
        }
        return .office(
            code: try node.member("office", of: members).text("office"), at: try node.member("at", of: members).time("at"),
            expected: try node.member("is", of: members).text("is"))
    }
}

extension CutoverPlan {
    /// - Parameters:
    ///   - text: YAML.
    ///   - file: name for errors.
    /// - Throws: `invalid` with file and line.
    public init(yaml text: String, file: String) throws(RestructureError) {
        self = try CutoverPlanReader.read(text, file: file)
    }

    /// SHA-256 over the plan's text and every file it names: what is approved is exactly what runs.
    /// - Throws: `file` when one cannot be read.
    static func hash(of text: String, plan: CutoverPlan, files: PlanFiles) throws(RestructureError) -> String {
        var lines = "plan \(Digest.hex(Array(text.utf8)))\n"
        for name in plan.files { lines += "\(name) \(Digest.hex(try files.read(name)))\n" }
        return Digest.hex(Array(lines.utf8))
    }
}
