import ArgumentParser
import JSON

struct ConsumerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consumer", abstract: "Queues for consumers of others, in any language.",
        discussion: """
            EXAMPLES
              lienthong consumer attach notices --to 'epayment.payment.*'
              lienthong consumer list
            """,
        subcommands: [Attach.self, List.self])

    struct Attach: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a queue with its bindings, limits and dead-lettering, and say how to connect.",
            discussion: """
                EXAMPLES
                  lienthong consumer attach notices --to 'epayment.payment.*'
                  lienthong consumer attach ordered --to 'vnaccs.declaration.*' \\
                    --to 'pipeline.declaration.*' --partitioned
                """)
        @OptionGroup var control: ControlOptions
        @Argument(help: "Lower-case letters, digits and hyphens.") var name: String
        @Option(help: "Binding pattern <system>.<entity>.<partition>, with * and #.") var to: [String]
        @Flag(help: "One queue a partition, each with a single active consumer, so that order per key holds over processes.")
        var partitioned = false

        func run() async throws {
            let result = try await control.client().call(
                "consumer/attach",
                [
                    ("name", .string(name)), ("patterns", .array(to.map(JSONValue.string))),
                    ("partitioned", .bool(partitioned)),
                ])
            control.common.print(result) { Table.lines(result) }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Attached consumers, their lag, and whether they are connected.",
            discussion: """
                EXAMPLES
                  lienthong consumer list
                  lienthong consumer list --format json
                """)
        @OptionGroup var control: ControlOptions

        func run() async throws {
            let list = try await control.client().call("consumer/list")
            control.common.print(list) {
                Table.text(list.array ?? [], ["name", "queues", "patterns", "ready", "connected"])
            }
        }
    }
}
