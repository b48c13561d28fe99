import ArgumentParser
import Bus
import Events
import JSON
import Store

struct TopologyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topology", abstract: "Exchanges, queues and bindings: show, compare with the broker, declare, export.",
        discussion: """
            EXAMPLES
              lienthong topology show
              lienthong topology check || lienthong topology apply
            """,
        subcommands: [Show.self, Check.self, Apply.self, Export.self])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What has to be on the broker; asks nobody.",
            discussion: """
                EXAMPLES
                  lienthong topology show
                  lienthong topology show --format json
                """)
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let topology = LienThongTopology.topology(
                partitions: try Stores.partitioning(common.configuration()), consumers: [])
            common.print(TopologyCommand.json(topology)) { TopologyCommand.text(topology) }
        }
    }

    struct Apply: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Declare what is missing; never deletes or changes anything. Exit 1 when something differs.",
            discussion: """
                EXAMPLES
                  lienthong topology apply
                  lienthong topology check || lienthong topology apply
                """)
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let (bus, topology) = try await TopologyCommand.installed(common)
            let steps = try await TopologyCommand.reporting(bus) {
                try await bus.withTopologyClient { client throws(BusError) in try await client.apply(topology) }
            }
            common.print(.array(steps.map { .string($0.description) })) {
                steps.map(\.description).joined(separator: "\n")
            }
            if steps.contains(where: { !$0.isFine }) {
                throw CommandFailure(
                    .no, "an object differs and was left alone: drain and delete it, then apply again")
            }
        }
    }

    /// With the consumers that were attached, when this installation has ever run here.
    /// - Throws: 65 when it has another number of partitions than the configuration, 69 or 75 when its stores cannot be read.
    static func installed(_ common: CommonOptions) async throws -> (BusAccess, Topology) {
        let configuration = try common.configuration()
        let bus = BusAccess(configuration, logger: Bootstrap.quiet)
        let partitioning = try Stores.partitioning(configuration)
        let stores: Stores
        do {
            stores = try await Stores.openExisting(configuration)
        } catch is CommandFailure {
            // There are none yet.
            return (bus, LienThongTopology.topology(partitions: partitioning, consumers: []))
        } catch let error as StoreError {
            throw CommandFailure(error.code == .busy ? .tryAgain : .unreachable, error.description)
        }
        do {
            try await PartitionCount.compare(configuration, stores.control)
            let topology = try await InstalledTopology.load(configuration, stores.control)
            await stores.close()
            return (bus, topology)
        } catch {
            await stores.close()
            throw error
        }
    }

    /// - Parameter bus: the installation's way to its broker, when that is what can fail; it says what to do then.
    static func reporting<Result>(_ bus: BusAccess? = nil, _ act: () async throws -> Result) async throws -> Result {
        do {
            return try await act()
        } catch let error as BusError where error.code == .accessRefused && error.replyCode == 403 {
            throw CommandFailure(
                .notPermitted, "\(error): comparing and declaring are the deployer's; see `lienthong topology export`")
        } catch let error as BusError {
            let mend = bus.map { "; \($0.mend(error))" } ?? ""
            throw CommandFailure(error.code == .invalidConfiguration ? .badInput : .unreachable, error.description + mend)
        }
    }

    private static func json(_ topology: Topology) -> JSONValue {
        [
            "exchanges": .array(topology.exchanges.map { ["name": .string($0.name), "type": .string($0.kind.rawValue)] }),
            "queues": .array(
                topology.queues.map { ["name": .string($0.name), "arguments": .string(arguments($0))] }),
            "bindings": .array(
                topology.bindings.map {
                    [
                        "exchange": .string($0.exchange), "queue": .string($0.queue),
                        "routingKey": .string($0.routingKey),
                    ]
                }),
        ]
    }

    private static func arguments(_ queue: QueueDeclaration) -> String {
        queue.arguments.sorted { $0.key < $1.key }.map { name, value in
            switch value {
            case .string(let text): "\(name)=\(text)"
            case .integer(let number): "\(name)=\(number)"
            case .bool(let flag): "\(name)=\(flag)"
            default: "\(name)=\(value)"
            }
        }.joined(separator: " ")
    }

    private static func text(_ topology: Topology) -> String {
        var lines = topology.exchanges.map { "exchange  \($0.name)  \($0.kind.rawValue)" }
        lines += topology.queues.map { "queue     \($0.name)  \(arguments($0))" }
        lines += topology.bindings.map { "binding   \($0.exchange) -> \($0.queue)  \($0.routingKey)" }
        return lines.joined(separator: "\n")
    }
}
