import Bus
import JSON
import Logging
import Store
import Synchronization

/// An outbox, a scripted broker and a dispatcher between them.
struct DispatcherBench {
    let outbox: WatchedOutbox
    let publisher: ScriptedPublisher
    let gate = TestGate()
    let dispatcher: OutboxDispatcher

    init(
        outbox: WatchedOutbox = WatchedOutbox(), _ publisher: ScriptedPublisher = ScriptedPublisher(),
        readMaximum: Int = 4096
    ) {
        var configuration = DispatcherConfiguration()
        configuration.backoff = RetryBackoff(base: .milliseconds(1), cap: .milliseconds(2))
        configuration.safetyInterval = .milliseconds(20)
        configuration.readMaximum = readMaximum
        self.outbox = outbox
        self.publisher = publisher
        dispatcher = OutboxDispatcher(
            outbox: outbox, publisher: publisher, gate: gate, systems: ["vnaccs", "treasury"],
            configuration: configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    static func draft(_ id: String, key: String, system: String = "vnaccs", size: Int = 0) -> EventDraft {
        EventDraft(
            id: id, source: "/vn/customs/\(system)",
            type: EventType(system: system, entity: "declaration", event: "registered"), subject: key,
            time: Timestamp(milliseconds: 1_700_000_000_000), partitionKey: key,
            data: ["padding": .string(String(repeating: "x", count: size))])
    }

    @discardableResult
    func append(_ drafts: [EventDraft], route: OutboxRoute = .live) async throws -> [SubmissionResult] {
        let results = try await outbox.append(
            drafts.map { draft in
                Submission(
                    system: draft.type.system, correlation: draft.id, form: "T", native: [], received: draft.time,
                    drafts: [draft], route: route)
            })
        dispatcher.signal.wake()
        return results
    }

    /// Runs the dispatcher until the condition holds; it is asked after each mark and each publish.
    func run(until condition: @escaping @Sendable () async -> Bool) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await dispatcher.run() }
            while true {
                let seen = dispatcher.progress.count
                if await condition() { break }
                await dispatcher.progress.wait(after: seen, atMost: .milliseconds(20))
            }
            group.cancelAll()
        }
    }

    func unsent() async -> [OutboxRow] {
        (try? await outbox.inner.unsent(after: 0, limit: .max, heldBack: [])) ?? []
    }

    func runUntilEmpty() async { await run { await unsent().isEmpty } }
}
