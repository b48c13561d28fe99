import JSON

/// Fills the partition queues and leaves them so.
struct PathFill: Sendable {
    let configuration: Configuration
    /// About; a declaration is told to its end.
    let events: Int
    let seed: UInt64
    let submitters: Int
    /// Where the temporary outbox goes.
    let folder: String

    func run() async throws -> JSONValue {
        let folder = try PathFolder(under: folder)
        defer { folder.removeAll() }
        let broker = try PathBroker(configuration)
        try await broker.prepare()
        let sample = try PathTraffic.sample(seed: seed)
        var configuration = configuration
        configuration.data = folder.sub("fill")
        let work = PathWork(
            configuration: configuration,
            traffic: PathTraffic(seed: seed, declarations: max(Int(Double(events) / sample.eventsPerDeclaration), 1)),
            submitters: submitters, broker: BrokerCPU(pid: nil))
        let filled = try await TopologyCommand.reporting { try await work.run(.fill) }
        let queues = try await broker.lying()
        var members = JSONObject()
        for queue in queues { members[queue.queue] = .integer(Int64(queue.messages)) }
        return [
            "events": .integer(Int64(filled.events)), "messages": .integer(Int64(queues.reduce(0) { $0 + $1.messages })),
            "declarations": .integer(Int64(work.traffic.declarations)), "seed": .integer(Int64(clamping: seed)),
            "eventBytes": .integer(Int64(sample.bytes)), "queues": .object(members),
        ]
    }
}
