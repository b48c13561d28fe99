import Bus
import Foundation

/// What the runner of a fault run tells a worker process that it starts.
struct FaultOrders: Codable, Sendable {
    var ledger: String
    /// Of the broker, on 127.0.0.1.
    var port: Int
    var virtualHost: String
    var user: String
    var passwordFile: String
    var queues: [String]
    var prefetch: Int
    var batch: Int
    var heartbeatSeconds: Int
    var faults: [Fault]
    /// A line for each crossing, each fault and each failure; added to.
    var trace: String
    /// A FIFO, see `FaultGate`.
    var gate: String
    /// See `FaultClock`.
    var clock: String
    /// Of the installation whose ledger it is.
    var partitions = FaultBroker.partitioning.count
    /// An event whose handler ends the process, whenever it is applied.
    var lethal: String?

    var partitioning: Partitioning { Partitioning(count: partitions) ?? .standard }

    private static let variable = "LIENTHONG_FAULT_WORKER"

    /// In a worker process its orders, nil in every other one.
    static var ours: FaultOrders? {
        ProcessInfo.processInfo.environment[variable].flatMap { try? JSONDecoder().decode(Self.self, from: Data($0.utf8)) }
    }

    /// By which a process gets them.
    var environment: [String: String] {
        get throws { [Self.variable: String(decoding: try JSONEncoder().encode(self), as: UTF8.self)] }
    }
}
