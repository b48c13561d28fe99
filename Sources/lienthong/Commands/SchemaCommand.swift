import ArgumentParser
import Bus
import Events
import JSON

struct SchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "The published language: event types, JSON Schemas, the AsyncAPI document. Asks nobody.",
        discussion: """
            EXAMPLES
              lienthong schema list
              lienthong schema json vn.customs.epayment.payment.made.v1
              lienthong schema example vn.customs.epayment.payment.made.v1
              lienthong schema asyncapi > docs/asyncapi/lienthong.json
            """,
        subcommands: [List.self, Schema.self, Example.self, AsyncAPI.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "All event types, what each says, and its routing key.",
            discussion: """
                EXAMPLES
                  lienthong schema list
                  lienthong schema list --format json
                """)
        @Option(name: .long, help: "text for people, json for machines.") var format: OutputFormat = .text

        func run() async throws {
            let rows: [JSONValue] = SchemaCatalog.all.map { payload in
                [
                    "type": .string(payload.type.rawValue), "meaning": .string(payload.schema.meaning),
                    "routingKey": .string("\(payload.type.system).\(payload.type.entity).p<NN>"),
                ]
            }
            switch format {
            case .json: print(JSONValue.array(rows).prettyText)
            case .text: print(Table.text(rows, ["type", "routingKey", "meaning"]))
            }
        }
    }

    struct Schema: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "json", abstract: "The JSON Schema (2020-12) of one event type, whole in itself.",
            discussion: """
                Without a type: the schema of any event, that is, the CloudEvents attributes.

                EXAMPLES
                  lienthong schema json vn.customs.vnaccs.declaration.cleared.v1
                  lienthong schema json vn.customs.vnaccs.declaration.cleared.v1 --data-only
                  lienthong schema json
                """)
        @Argument(help: "An event type, as `lienthong schema list` prints them.") var type: String?
        @Flag(help: "The payload alone, without the attributes around it.") var dataOnly = false

        func run() async throws {
            guard let type else {
                if dataOnly { throw CommandFailure(.usage, "--data-only needs an event type") }
                return print(SchemaCatalog.envelopeSchema.prettyText)
            }
            let known = try SchemaCommand.known(type)
            let schema = dataOnly ? SchemaCatalog.payloadSchema(of: known) : SchemaCatalog.eventSchema(of: known)
            print((schema ?? .null).prettyText)
        }
    }

    struct Example: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "An event of the type with every member set, to try a consumer with.",
            discussion: """
                EXAMPLES
                  lienthong schema example vn.customs.vnaccs.declaration.cleared.v1
                  lienthong schema example vn.customs.vnaccs.declaration.cleared.v1 | jq .data
                """)
        @Argument(help: "An event type, as `lienthong schema list` prints them.") var type: String

        func run() async throws {
            print((SchemaCatalog.example(of: try SchemaCommand.known(type)) ?? .null).prettyText)
        }
    }

    struct AsyncAPI: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "asyncapi", abstract: "The AsyncAPI 3.0 document of all events, routing keys and queues.",
            discussion: """
                EXAMPLES
                  lienthong schema asyncapi > docs/asyncapi/lienthong.json
                  lienthong schema asyncapi --partitions 16
                """)
        @Option(help: "Partitions of the installation, 1 to 64.") var partitions = Partitioning.standard.count

        func run() async throws {
            guard let partitioning = Partitioning(count: partitions) else {
                throw CommandFailure(.usage, "--partitions must be from 1 to 64")
            }
            print(AsyncAPIDocument.json(partitions: partitioning).prettyText)
        }
    }

    /// - Throws: 65 for a type that is not of the published language.
    private static func known(_ text: String) throws(CommandFailure) -> EventType {
        guard let type = EventType(text), SchemaCatalog.all.contains(where: { $0.type == type }) else {
            throw CommandFailure(.badInput, "\(text) is no event type of the published language; `lienthong schema list` has them all")
        }
        return type
    }
}
