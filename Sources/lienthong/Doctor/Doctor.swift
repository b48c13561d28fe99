import Bus
import Console
import Events
import Foundation
import Store

/// Looks at everything that `up` needs. Changes nothing.
struct Doctor: Sendable {
    private let configuration: Configuration
    private let bus: BusAccess

    /// Below this a night's backlog may not fit; below a tenth of it nothing is accepted safely.
    private static let roomBytes: Int64 = 2 << 30

    init(_ configuration: Configuration) {
        self.configuration = configuration
        bus = BusAccess(configuration, logger: Bootstrap.quiet)
    }

    func findings() async -> [Finding] {
        var findings = [tokens(), room(configuration.path(configuration.data), "data folder")]
        // Opening a database writes to its folder; where nothing can be written there is nothing more to learn from it.
        let canOpen = findings.allSatisfy { $0.verdict != .wrong }
        var installed: String?
        if canOpen {
            findings.append(await stores())
            installed = await otherPartitions()
        }
        if let installed {
            findings.append(
                Finding(
                    .wrong, "partitions",
                    "the configuration says \(configuration.partitions), but this installation has \(installed)",
                    mend: "set partitions back to \(installed)"))
            findings.append(contentsOf: await brokerAlone(installed))
        } else {
            findings.append(contentsOf: await broker(withStores: canOpen))
        }
        return findings
    }

    /// What the installation has when the configuration says another number of partitions; nil when that cannot be asked.
    private func otherPartitions() async -> String? {
        guard let stores = try? await Stores.openExisting(configuration) else { return nil }
        let installed = try? await PartitionRecord(stores.control).installed(insteadOf: configuration.partitions)
        await stores.close()
        return installed
    }

    /// Whether the broker answers. With a wrong number of partitions its objects are compared with nothing: queues of
    /// partitions that are none would seem to be missing.
    private func brokerAlone(_ installed: String) async -> [Finding] {
        let (broker, _) = await askBroker { (_: AMQPTopologyClient) throws(BusError) in true }
        guard broker.verdict == .fine else { return [broker] }
        let topology = Finding(
            .warning, "topology", "not compared while the number of partitions is wrong",
            mend: "set partitions back to \(installed), then ask the doctor again")
        return [broker, topology]
    }

    private func tokens() -> Finding {
        let folder = TokenFolder(configuration)
        do {
            for name in TokenFolder.names { _ = try folder.token(name) }
            return Finding(.fine, "tokens", "all \(TokenFolder.names.count) are there")
        } catch {
            return Finding(.warning, "tokens", error.message, mend: "start `lienthong up` once; it makes what is missing")
        }
    }

    private func room(_ folder: String, _ subject: String) -> Finding {
        var present = folder
        while !FileManager.default.fileExists(atPath: present), present != "/", present != "." {
            present = URL(fileURLWithPath: present).deletingLastPathComponent().path
        }
        if let problem = WriteProbe.problem(in: present) {
            return Finding(
                .wrong, subject, "\(present): \(problem)",
                mend: "give the user of `lienthong up` write access to \(folder), or correct the path: \(present) must be a folder")
        }
        guard let free = FreeSpace.bytes(at: present) else {
            return Finding(.wrong, subject, "free space of \(present) cannot be asked", mend: "check the file system")
        }
        let text = "\(free >> 20) MiB free in \(present)"
        if free < Self.roomBytes / 10 {
            return Finding(
                .wrong, subject, text, mend: "make room: below \((Self.roomBytes / 10) >> 20) MiB intake would soon be refused")
        }
        if free < Self.roomBytes {
            return Finding(.warning, subject, text, mend: "a long pause may not fit; \(Self.roomBytes >> 20) MiB are advised")
        }
        return Finding(.fine, subject, text)
    }

    private func stores() async -> Finding {
        let folder = configuration.path(configuration.data)
        guard FileManager.default.fileExists(atPath: folder + "/ledger.sqlite") else {
            return Finding(.fine, "stores", "none in \(folder) yet; `up` makes them")
        }
        do {
            let stores = try await Stores.openExisting(configuration)
            let broken = try await stores.control.verify()
            await stores.close()
            if let broken {
                return Finding(
                    .wrong, "control log", "entry \(broken) does not fit the hash chain",
                    mend: "somebody changed it behind our back: compare with lt.control and with a backup")
            }
            return Finding(.fine, "stores", "open, durable settings in force, control log intact")
        } catch let error as StoreError {
            let mend =
                switch error.code {
                case .full: "make room on the disk of \(folder)"
                case .newerSchema: "run the version of lienthong that wrote them, or a later one"
                case .corrupt: "restore from a backup; keep the damaged files"
                default: "check the files in \(folder) and their owner"
                }
            return Finding(.wrong, "stores", error.description, mend: mend)
        } catch {
            return Finding(.wrong, "stores", "\(error)", mend: "check the files in \(folder)")
        }
    }

    private func broker(withStores: Bool) async -> [Finding] {
        do {
            let partitioning = try Stores.partitioning(configuration)
            var topology = LienThongTopology.topology(partitions: partitioning, consumers: [])
            if withStores, let stores = try? await Stores.openExisting(configuration) {
                topology = try await InstalledTopology.load(configuration, stores.control)
                await stores.close()
            }
            let wanted = topology
            let (broker, answer) = await askBroker { client throws(BusError) -> Comparison in
                do throws(BusError) {
                    return Comparison(differences: try await client.check(wanted), isWhole: true)
                } catch {
                    // A user that may not declare can see what is there, not how it is.
                    guard error.code == .accessRefused, error.replyCode == 403 else { throw error }
                    return Comparison(differences: try await client.missing(of: wanted), isWhole: false)
                }
            }
            guard let answer else { return [broker] }
            guard answer.differences.isEmpty else { return [broker] + Self.findings(answer.differences) }
            let text = answer.isWhole
                ? "everything is declared as it should be"
                : "everything is there; \(configuration.broker.user) has no right to compare it (`lienthong topology check` as \(BrokerRole.deployer.user))"
            return [broker, Finding(.fine, "topology", text), Self.unseen]
        } catch {
            return [Finding(.wrong, "broker", "\(error)", mend: "check the configuration")]
        }
    }

    private struct Comparison: Sendable {
        var differences: [TopologyDifference]
        /// Arguments were compared too, and not only what is there.
        var isWhole: Bool
    }

    /// Connects and asks.
    /// - Returns: whether the broker answers, and what it said.
    private func askBroker<Answer: Sendable>(
        _ ask: (AMQPTopologyClient) async throws(BusError) -> Answer
    ) async -> (broker: Finding, answer: Answer?) {
        let place = configuration.broker.place
        do throws(BusError) {
            let answer = try await bus.withTopologyClient(ask)
            return (Finding(.fine, "broker", "answers at \(place) as \(configuration.broker.user)"), answer)
        } catch {
            return (Finding(.wrong, "broker", error.description, mend: bus.mend(error)), nil)
        }
    }

    private static let unseen = Finding(
        .fine, "policies",
        "not visible over AMQP, nor are bindings: `rabbitmqctl -q export_definitions - | lienthong topology check --definitions -`")

    /// What is missing has one mend, so it is one finding; what differs is named one by one.
    private static func findings(_ differences: [TopologyDifference]) -> [Finding] {
        let missing = differences.filter { $0.kind == .missing }
        var findings = differences.filter { $0.kind != .missing }.map { difference in
            Finding(
                .wrong, "topology", difference.description,
                mend: "stop `up`, drain the object and delete it (nothing here deletes), then `lienthong topology apply`")
        }
        if !missing.isEmpty {
            let names = missing.prefix(3).map(\.entity.description).joined(separator: ", ")
            let more = missing.count > 3 ? " and \(missing.count - 3) more" : ""
            findings.append(
                Finding(
                    .wrong, "topology", "missing: \(names)\(more)",
                    mend: "`lienthong topology apply` declares what is missing; `up` does so at start"))
        }
        return findings
    }
}
