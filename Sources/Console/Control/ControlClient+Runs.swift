public import JSON

extension ControlClient {
    // MARK: Cutover

    public func cutoverCheck(_ plan: CutoverDocument) async throws(ControlError) -> JSONValue {
        try await post("cutover", "check", body: plan.json)
    }

    public func cutoverRehearse(_ plan: CutoverDocument, actor: String) async throws(ControlError) -> JSONValue {
        try await post("cutover", "rehearse", body: plan.json)
    }

    public func cutoverApprove(hash: String, actor: String) async throws(ControlError) -> JSONValue {
        try await post("cutover", "approve", body: ["hash": .string(hash)])
    }

    public func cutoverStart(_ plan: CutoverDocument, actor: String) async throws(ControlError) -> JSONValue {
        try await post("cutover", "start", body: plan.json)
    }

    public func cutoverAbort(_ run: String, reason: String, actor: String) async throws(ControlError) -> JSONValue {
        try await post("cutover", "abort", body: ["run": .string(run), "reason": .string(reason)])
    }

    public func cutoverStatus(_ run: String?) async throws(ControlError) -> JSONValue {
        try await get("cutover", "status", query: [("run", run)])
    }

    public func cutoverReport(_ run: String?) async throws(ControlError) -> JSONValue {
        try await get("cutover", "report", query: [("run", run)])
    }

    // MARK: Replay

    public func replayPlan(_ selection: JSONValue, actor: String) async throws(ControlError) -> JSONValue {
        try await post("replay", "plan", body: selection)
    }

    public func replayApprove(hash: String, actor: String) async throws(ControlError) -> JSONValue {
        try await post("replay", "approve", body: ["hash": .string(hash)])
    }

    public func replayRun(hash: String, actor: String) async throws(ControlError) -> JSONValue {
        try await post("replay", "run", body: ["hash": .string(hash)])
    }

    public func replayStatus(_ run: String?) async throws(ControlError) -> JSONValue {
        try await get("replay", "status", query: [("run", run)])
    }

    public func replayStop(_ run: String, actor: String) async throws(ControlError) -> JSONValue {
        try await post("replay", "stop", body: ["run": .string(run)])
    }

    // MARK: Consumers

    public func parkedList(consumer: String?, key: String?, limit: Int) async throws(ControlError) -> JSONValue {
        try await get("parked", query: [("consumer", consumer), ("key", key), ("limit", String(limit))])
    }

    public func parkedShow(_ eventID: String, consumer: String) async throws(ControlError) -> JSONValue {
        try await get("parked", consumer, eventID)
    }

    public func parkedRelease(
        _ eventID: String, consumer: String, reason: String, actor: String
    ) async throws(ControlError) -> JSONValue {
        try await post("parked", consumer, eventID, "release", body: ["reason": .string(reason)])
    }

    public func parkedDiscard(
        _ eventID: String, consumer: String, reason: String, actor: String
    ) async throws(ControlError) -> JSONValue {
        try await post("parked", consumer, eventID, "discard", body: ["reason": .string(reason)])
    }

    public func consumerList() async throws(ControlError) -> JSONValue { try await get("consumers") }

    public func consumerAttach(
        _ name: String, patterns: [String], actor: String
    ) async throws(ControlError) -> JSONValue {
        try await post("consumers", name, body: ["patterns": .array(patterns.map { .string($0) })])
    }
}
