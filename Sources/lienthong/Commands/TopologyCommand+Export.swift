import ArgumentParser
import Bus
import Events
import Foundation
import JSON

extension TopologyCommand {
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Definitions for `rabbitmqctl import_definitions`, and who may do what; asks nobody.",
            discussion: """
                Prints the users and their rights, with --format json the definitions. With --out it writes
                  definitions.json   everything, for a broker that is being prepared; users without passwords
                  objects.json       without users and rights: may be imported again at any time
                  permissions.json   users and rights, for people

                An import overwrites the users it names, passwords too: definitions.json is for a new broker.

                EXAMPLES
                  lienthong topology export
                  lienthong topology export --out prepared
                  rabbitmqctl import_definitions prepared/definitions.json
                  rabbitmqctl change_password lt-gateway
                """)
        @OptionGroup var common: CommonOptions
        @Option(help: "Folder to write the files to; made when it is missing.") var out: String?

        func run() async throws {
            let configuration = try common.configuration()
            let (topology, consumers) = try await InstalledTopology.existing(configuration)
            let definitions = BrokerDefinitions(
                virtualHost: configuration.broker.virtualHost,
                topology: topology, matrix: LienThongRights.matrix(consumers: consumers))
            guard let out else {
                return common.print(definitions.complete) { Self.text(definitions.matrix) }
            }
            let written = try Self.write(definitions, to: out)
            common.print(.array(written.map(JSONValue.string))) { written.joined(separator: "\n") }
        }

        private static func write(_ definitions: BrokerDefinitions, to folder: String) throws(CommandFailure) -> [String] {
            let files: [(String, JSONValue)] = [
                ("definitions.json", definitions.complete), ("objects.json", definitions.objects),
                ("permissions.json", definitions.matrix.json),
            ]
            var written: [String] = []
            do {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                for (name, document) in files {
                    let path = "\(folder)/\(name)"
                    try Data((document.prettyText + "\n").utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
                    written.append(path)
                }
            } catch {
                throw CommandFailure(.unreachable, "cannot write to \(folder): \(error.localizedDescription)")
            }
            return written
        }

        private static func text(_ matrix: PermissionMatrix) -> String {
            matrix.users.map { user in
                var lines = [
                    "\(user.name): \(user.purpose)", "  configure  \(user.rights.configure)",
                    "  write      \(user.rights.write)", "  read       \(user.rights.read)",
                ]
                for topic in user.topics {
                    lines.append("  keys of \(topic.exchange)  write \(topic.write)  read \(topic.read)")
                }
                return lines.joined(separator: "\n")
            }.joined(separator: "\n")
        }
    }
}
