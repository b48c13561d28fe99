import Adapters
import Bus
public import Events

/// Hands traffic over to a gateway by HTTP, as fast as it is accepted or at a given rate.
public struct TrafficSender: Sendable {
    public var host: String
    public var port: Int
    /// Bearer token by system.
    public var tokens: [SystemName: String]
    /// Messages a second over all connections; nil for as fast as possible.
    public var rate: Double?
    /// Messages of one declaration always take the same connection, so that their order is kept.
    public var connections: Int
    /// How long a message is tried again while the gateway is away or closed.
    public var patience: Duration

    public init(
        host: String, port: Int, tokens: [SystemName: String], rate: Double?, connections: Int = 16,
        patience: Duration = .seconds(120)
    ) {
        self.host = host
        self.port = port
        self.tokens = tokens
        self.rate = rate
        self.connections = connections
        self.patience = patience
    }

    /// How handing over went.
    public struct Report: Sendable, Hashable {
        public var accepted = 0
        /// Answered with a refusal that trying again does not change.
        public var refused = 0
        /// Tries that met a closed or absent gateway and were repeated.
        public var repeated = 0

        public init() {}
    }

    /// Sends all messages; order is kept within a lane.
    /// - Throws: `SendingError` when the gateway stayed away longer than `patience`; `CancellationError`.
    public func send(_ messages: [NativeMessage], pacing: Pacing) async throws -> Report {
        var lanes = [[(Int, NativeMessage)]](repeating: [], count: connections)
        for (index, message) in messages.enumerated() {
            let lane = Int(CRC32.checksum(message.lane.utf8) % UInt32(connections))
            lanes[lane].append((index, message))
        }
        return try await withThrowingTaskGroup(of: Report.self) { group in
            for lane in lanes where !lane.isEmpty {
                group.addTask { try await self.send(lane: lane, pacing: pacing) }
            }
            var sum = Report()
            for try await report in group {
                sum.accepted += report.accepted
                sum.refused += report.refused
                sum.repeated += report.repeated
            }
            return sum
        }
    }

    private func send(lane: [(Int, NativeMessage)], pacing: Pacing) async throws -> Report {
        var report = Report()
        var next = 0
        let clock = ContinuousClock()
        var deadline = clock.now + patience
        while next < lane.count {
            do {
                try await HTTPConnection.withConnection(host: host, port: port) { connection in
                    while next < lane.count {
                        let (index, message) = lane[next]
                        try await pacing.wait(for: index)
                        let reply = try await connection.send(
                            "POST", "/v1/\(message.system.rawValue)/messages",
                            headers: [("Authorization", "Bearer \(tokens[message.system] ?? "")")],
                            body: message.bytes)
                        switch reply.status {
                        case 200..<300: report.accepted += 1
                        case 429, 503: throw Closed()
                        case 401, 403: throw SendingError(reason: "the gateway refuses the token of \(message.system)")
                        default: report.refused += 1
                        }
                        next += 1
                        deadline = clock.now + patience
                    }
                }
            } catch is Closed {
                try await pause(&report, until: deadline, on: clock)
            } catch is HTTPClientError {
                try await pause(&report, until: deadline, on: clock)
            }
        }
        return report
    }

    /// Waits a little before the same message is sent again; the gateway has no way to call us when it opens.
    private func pause(
        _ report: inout Report, until deadline: ContinuousClock.Instant, on clock: ContinuousClock
    ) async throws {
        guard clock.now < deadline else {
            throw SendingError(reason: "the gateway at \(host):\(port) was away or closed for \(patience)")
        }
        report.repeated += 1
        try await clock.sleep(for: .milliseconds(200))
    }

    private struct Closed: Error {}
}

public struct SendingError: Error, Sendable, CustomStringConvertible {
    public let reason: String
    public var description: String { reason }
}
