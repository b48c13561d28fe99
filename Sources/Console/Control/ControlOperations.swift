public import Bus
public import JSON

/// What operators can have done. The control process performs it; `ControlClient` asks one over HTTP.
///
/// Results are the objects of the machine output of the command line. `actor` is the authenticated operator; a client
/// does not send it, because the server takes it from the token.
public protocol ControlOperations: Sendable {
    func status() async throws(ControlError) -> JSONValue
    func account(from: Timestamp?, until: Timestamp?) async throws(ControlError) -> JSONValue
    func declaration(_ number: String) async throws(ControlError) -> JSONValue

    func receivers() async throws(ControlError) -> JSONValue
    /// - Parameter mode: `hold` or `refuse`.
    func pause(
        _ receiver: String, mode: String, reason: String, until: Timestamp?, actor: String
    ) async throws(ControlError) -> JSONValue
    func resume(_ receiver: String, reason: String, actor: String) async throws(ControlError) -> JSONValue

    /// - Parameter dryRun: only says what would change.
    func catalogImport(
        _ catalog: String, csv: String, dryRun: Bool, reason: String, actor: String
    ) async throws(ControlError) -> JSONValue
    func catalogDiff(_ catalog: String, csv: String) async throws(ControlError) -> JSONValue
    /// - Parameters:
    ///   - key: nil for all rows in force.
    ///   - at: business time; nil for the present.
    func catalogAsOf(_ catalog: String, key: String?, at: Timestamp?) async throws(ControlError) -> JSONValue
    func catalogExport(_ catalog: String) async throws(ControlError) -> JSONValue

    func cutoverCheck(_ plan: CutoverDocument) async throws(ControlError) -> JSONValue
    func cutoverRehearse(_ plan: CutoverDocument, actor: String) async throws(ControlError) -> JSONValue
    /// - Parameter hash: of the plan as it was checked.
    func cutoverApprove(hash: String, actor: String) async throws(ControlError) -> JSONValue
    /// Begins the run and returns; `cutoverStatus` follows it.
    func cutoverStart(_ plan: CutoverDocument, actor: String) async throws(ControlError) -> JSONValue
    func cutoverAbort(_ run: String, reason: String, actor: String) async throws(ControlError) -> JSONValue
    /// - Parameter run: nil for the last one.
    func cutoverStatus(_ run: String?) async throws(ControlError) -> JSONValue
    func cutoverReport(_ run: String?) async throws(ControlError) -> JSONValue

    /// - Parameter selection: sources, filters, target and rate, as the command line states them.
    func replayPlan(_ selection: JSONValue, actor: String) async throws(ControlError) -> JSONValue
    func replayApprove(hash: String, actor: String) async throws(ControlError) -> JSONValue
    func replayRun(hash: String, actor: String) async throws(ControlError) -> JSONValue
    func replayStatus(_ run: String?) async throws(ControlError) -> JSONValue
    func replayStop(_ run: String, actor: String) async throws(ControlError) -> JSONValue

    func parkedList(consumer: String?, key: String?, limit: Int) async throws(ControlError) -> JSONValue
    func parkedShow(_ eventID: String, consumer: String) async throws(ControlError) -> JSONValue
    func parkedRelease(
        _ eventID: String, consumer: String, reason: String, actor: String
    ) async throws(ControlError) -> JSONValue
    func parkedDiscard(
        _ eventID: String, consumer: String, reason: String, actor: String
    ) async throws(ControlError) -> JSONValue

    func consumerList() async throws(ControlError) -> JSONValue
    /// - Parameter patterns: topic patterns, e.g. `vnaccs.declaration.*`.
    func consumerAttach(_ name: String, patterns: [String], actor: String) async throws(ControlError) -> JSONValue
}
