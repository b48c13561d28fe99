import Bus
import Store

/// Passes on what a receiver held, in order, and then opens the receiver.
///
/// It can be killed at any instant: a message is acknowledged only after the broker has confirmed its copy, so the next
/// run finds the rest in the held queue, in its order. What was published and not acknowledged goes out twice, and the
/// consumers' inbox absorbs it. Nothing new overtakes: while the receiver is releasing, gateways keep what they accept in
/// their outbox; they give the receipt for the releasing generation only after their last held event is confirmed.
public struct HeldReleaser: Sendable {
    public struct Settings: Sendable {
        /// Messages in one publish call; bounds what is in memory and what goes out twice after a kill.
        public var window = 256
        /// How long to wait for the gateways' receipts.
        public var receipts = Duration.seconds(120)
        /// How long the held queue may deliver nothing although it has messages, another releaser may stay connected, and
        /// a publish may go without confirm.
        public var stall = Duration.seconds(60)

        public init() {}
    }

    private let receivers: ReceiverService
    private let ports: ReleaserPorts
    private let waiting: Waiting
    private let settings: Settings
    private let codes: @Sendable () -> CatalogSnapshot
    private let process: String

    /// - Parameters:
    ///   - codes: the catalogs in force, for the header `lt-in-force`.
    ///   - process: who releases, for the control log.
    public init(
        receivers: ReceiverService, ports: ReleaserPorts, waiting: Waiting, process: String,
        settings: Settings = Settings(), codes: @escaping @Sendable () -> CatalogSnapshot
    ) {
        self.receivers = receivers
        self.ports = ports
        self.waiting = waiting
        self.process = process
        self.settings = settings
        self.codes = codes
    }

    /// Releases one receiver.
    /// - Returns: nil when the receiver is not releasing: there is nothing to do.
    /// - Throws: `deadlinePassed` naming who is missing; the receiver stays `releasing` and the next run goes on. A run
    ///   whose task is cancelled ends with `cancelled`, and everything unacknowledged stays in the held queue.
    public func release(_ receiver: String) async throws(RestructureError) -> ReleaseReport? {
        let record = try await receivers.situation(receiver).record
        guard record.state == .releasing else { return nil }
        var report = ReleaseReport(
            receiver: receiver, generation: record.generation, messages: 0, repeated: 0,
            confirmed: try await awaitReceipts(record))
        let queue = "lt.held.\(receiver)"
        while case let ready = try await settledDepth(of: queue), ready > 0 {
            let before = report.messages
            try await move(ready, from: queue, into: &report)
            guard report.messages > before else {
                throw RestructureError(
                    .deadlinePassed, "the broker has \(ready) held messages and delivers none", place: queue,
                    isRetryable: true)
            }
        }
        _ = try await receivers.released(receiver, generation: record.generation, actor: process)
        return report
    }

    private func awaitReceipts(_ record: ReceiverRecord) async throws(RestructureError) -> [String] {
        let confirmed = try await waiting.value(within: settings.receipts) { () async throws(RestructureError) -> [String]? in
            let (confirmed, missing) = try await receivers.receipts(of: record.receiver, generation: record.generation)
            return missing.isEmpty ? confirmed : nil
        }
        if let confirmed { return confirmed }
        let missing = try await receivers.receipts(of: record.receiver, generation: record.generation).missing
        throw RestructureError(
            .deadlinePassed,
            "no receipt for generation \(record.generation) from \(missing.joined(separator: ", ")); "
                + "start the process again, or take it off the list when it will not come back",
            place: record.receiver, isRetryable: true)
    }

    /// How many messages the held queue has, asked while nobody consumes from it, so that none is out of sight.
    private func settledDepth(of queue: String) async throws(RestructureError) -> Int {
        let ready = try await waiting.value(within: settings.stall) { () async throws(RestructureError) -> Int? in
            do throws(BusError) {
                let depth = try await ports.depth(queue)
                return depth.isSettled ? depth.ready : nil
            } catch {
                throw RestructureError(error, place: queue)
            }
        }
        guard let ready else {
            throw RestructureError(
                .deadlinePassed, "another consumer stays connected; only one process may release a receiver",
                place: queue, isRetryable: true)
        }
        return ready
    }

    /// Moves as many messages as the queue was known to have, then lets go of it.
    private func move(_ count: Int, from queue: String, into report: inout ReleaseReport) async throws(RestructureError) {
        let source: any MessageSource
        do throws(BusError) {
            source = try await ports.source(queue)
        } catch {
            throw RestructureError(error, place: queue)
        }
        do throws(RestructureError) {
            try await move(count, from: source, queue, into: &report)
        } catch {
            await source.stop()
            throw error
        }
        await source.stop()
    }

    private func move(
        _ count: Int, from source: any MessageSource, _ queue: String, into report: inout ReleaseReport
    ) async throws(RestructureError) {
        let publishing = ConfirmedPublishing(publisher: ports.publisher, ticker: waiting.ticker, limit: settings.stall)
        var left = count
        while left > 0 {
            let batch: [Delivery]?
            do throws(BusError) {
                batch = try await source.next(
                    maximum: min(left, settings.window), within: settings.stall, waiting.ticker)
            } catch {
                throw RestructureError(error, place: queue)
            }
            // Nothing came in time: fewer are there than were counted. The depth is asked again.
            guard let batch, !batch.isEmpty else { return }
            let header = InForceHeader(codes())
            report.repeated += try await publishing.publish(batch.map { header.message($0, exchange: "lt.events") })
            source.acknowledge(batch.map(\.tag))
            report.messages += batch.count
            left -= batch.count
        }
    }
}
