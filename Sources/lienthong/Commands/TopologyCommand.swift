import ArgumentParser
import Bus
import Events
import JSON
import Store

struct TopologyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topology", abstract: "Exchanges, queues and bindings: show, compare with the broker, declare, export.",
        subcommands: [Show.self, Check.self, Apply.self, Export.self])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "What has to be on the broker; asks nobody.")
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let topology = LienThongTopology.topology(
                partitions: try Stores.partitioning(common.configuration()), consumers: [])
            common.print(TopologyCommand.json(topology)) { TopologyCommand.text(topology) }
        }
    }

    struct Apply: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Declare what is missing; never deletes or changes anything. Exit 1 when something differs.")
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let (bus, topology) = try await TopologyCommand.installed(common)
            let steps = try await TopologyCommand.reporting {
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
    static func installed(_ common: CommonOptions) async throws -> (BusAccess, Topology) {
        let configuration = try common.configuration()
        let topology = LienThongTopology.topology(
            partitions: try Stores.partitioning(configuration),
            consumers: try await InstalledTopology.consumers(configuration))
        return (BusAccess(configuration, logger: Bootstrap.quiet), topology)
    }

    static func reporting<Result>(_ act: () async throws -> Result) async throws -> Result {
        do {
            return try await act()
        } catch let error as BusError where error.code == .accessRefused && error.replyCode == 403 {
            throw CommandFailure(
                .notPermitted, "\(error): comparing and declaring are the deployer's; see `lienthong topology export`")
        } catch let error as BusError {
            throw CommandFailure(.unreachable, error.description)
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
