import ArgumentParser
import Bus
import Foundation
import JSON

extension TopologyCommand {
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Every difference between the broker and the topology; declares nothing. Exit 1 when there is one.",
            discussion: """
                Asks the broker over AMQP, as a user that may declare. AMQP shows neither bindings nor policies; whoever runs
                the broker compares those too, with the broker's own export:

                  rabbitmqctl -q export_definitions - | lienthong topology check --definitions -

                EXAMPLES
                  lienthong topology check
                  lienthong topology check --format json
                """)
        @OptionGroup var common: CommonOptions
        @Option(help: "Compare with this export of the broker (- for standard input) instead of asking the broker.")
        var definitions: String?

        func run() async throws {
            let differences = if let definitions { try await exported(definitions) } else { try await asked() }
            common.print(.array(differences.map { .string($0.description) })) {
                differences.isEmpty ? "the broker has all of it" : differences.map(\.description).joined(separator: "\n")
            }
            if !differences.isEmpty {
                throw CommandFailure(.no, "\(differences.count) differences; `lienthong topology apply` declares what is missing")
            }
        }

        private func asked() async throws -> [TopologyDifference] {
            let (bus, topology) = try await TopologyCommand.installed(common)
            return try await TopologyCommand.reporting(bus) {
                try await bus.withTopologyClient { client throws(BusError) in try await client.check(topology) }
            }
        }

        private func exported(_ file: String) async throws -> [TopologyDifference] {
            let (_, topology) = try await TopologyCommand.installed(common)
            let data = file == "-" ? try? FileHandle.standardInput.readToEnd() : FileManager.default.contents(atPath: file)
            guard let data else { throw CommandFailure(.badInput, "\(file) cannot be read") }
            do {
                let snapshot = try BrokerSnapshot(
                    definitions: JSON.parse(Array(data)), virtualHost: common.configuration().broker.virtualHost)
                return snapshot.differences(from: topology)
            } catch let error as BusError {
                throw CommandFailure(.badInput, error.reason)
            } catch let error as JSONError {
                throw CommandFailure(.badInput, "\(file) is no JSON: \(error)")
            }
        }
    }
}
