public import Logging

/// Publishes over a connection of its own, which it opens at the first publish and opens again whenever it is lost.
///
/// It keeps a window of unconfirmed messages (`BusConfiguration.publishWindow`). While the broker blocks publishers it
/// sends nothing more. Requests wait without a bound of the publisher's own: each caller waits for its answer, so there
/// are as many as there are callers.
public final class AMQPPublisher: MessagePublisher {
    private let connection: AMQPConnection<PublishRole>
    private let inbox = PublishInbox()
    private let status = PublisherStatus()

    /// Starts a thread and does not connect yet.
    /// - Parameters:
    ///   - queues: queues and streams that a node must know before anything is published over it; until then the publisher
    ///     tries the endpoints again, as if nobody answered. For streams that an exchange feeds beside other queues: a RabbitMQ
    ///     node that is starting confirms messages that its streams do not get yet. None by default.
    ///   - patience: how long it does so after it has found one missing; then it publishes without. 10 s by default.
    /// - Throws: `invalidConfiguration`; `unreachable` when the process may start no more threads.
    public init(
        _ configuration: BusConfiguration, requiring queues: [String] = [], for patience: Duration = .seconds(10),
        logger: Logger = Logger(label: "lienthong.bus")
    ) throws(BusError) {
        let role = PublishRole(
            inbox: inbox, status: status, required: queues, patience: patience,
            leavesSilence: configuration.endpoints.count > 1, window: configuration.publishWindow, metrics: PublishMetrics(connection: configuration.connectionName))
        connection = try AMQPConnection(configuration, role: role, logger: logger)
    }

    /// Connects now instead of at the first publish, to learn whether it is possible.
    /// - Throws: `unreachable`, `authenticationFailed`, `notFound` (the virtual host or a required queue), `accessRefused`,
    ///   `tls`, `stopped`. Publishing may be tried all the same: from the first publish on it keeps trying to connect.
    public func connect() async throws(BusError) { try await connection.open() }

    public func publish(_ messages: [OutboundMessage]) async -> [PublishOutcome] {
        guard !messages.isEmpty else { return [] }
        guard !Task.isCancelled else { return Self.unknown(messages, .cancelled, "the publishing task was cancelled") }
        let id = inbox.makeID()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { answer in
                let start = ContinuousClock.now
                let request = PublishRequest(
                    id: id, messages: messages, start: start,
                    deadline: start + connection.configuration.publishDeadline, answer: answer)
                guard inbox.put(.request(request)) else {
                    answer.resume(returning: Self.unknown(messages, .stopped, "the publisher has been closed"))
                    return
                }
                // The handler may have run before there was a request to cancel.
                if Task.isCancelled { _ = inbox.put(.cancel(id)) }
                connection.thread.ring()
            }
        } onCancel: {
            if inbox.put(.cancel(id)) { connection.thread.ring() }
        }
    }

    public var state: PublisherState { status.current }

    /// Closes the connection. What is not confirmed by then is `indeterminate` with code `stopped`; so is every later
    /// publish. A caller that wants its answers waits for them before it closes.
    public func close() async { await connection.end() }

    private static func unknown(_ messages: [OutboundMessage], _ code: BusError.Code, _ reason: String) -> [PublishOutcome] {
        Array(repeating: .indeterminate(BusError(code, reason)), count: messages.count)
    }
}
