import ArgumentParser
import JSON

struct ConsumerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consumer", abstract: "Queues for consumers of others, in any language.",
        discussion: """
            EXAMPLES
              lienthong consumer attach notices --to 'epayment.payment.*'
              lienthong consumer attach statistics --to '#' --from first
              lienthong consumer list
              lienthong consumer detach notices
              lienthong consumer run declarations
            """,
        subcommands: [Attach.self, Detach.self, List.self, Run.self])

    struct Attach: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a queue with its bindings, limits, dead-lettering and user, and say how to connect.",
            discussion: """
                The password is drawn and written to a file that only the owner can read; it is printed nowhere. Without
                `broker.management` in the configuration the user is not made: what is printed has to be run by whoever runs
                the broker, on one of its nodes.

                With --from, history comes from the journal first and then what happens, in order, through the control role for as
                long as the consumer is attached. --from TIME means the events that were accepted at that time or later.

                EXAMPLES
                  lienthong consumer attach notices --to 'epayment.payment.*'
                  lienthong consumer attach ordered --to 'vnaccs.declaration.*' \\
                    --to 'pipeline.declaration.*' --partitioned
                  lienthong consumer attach statistics --to '#' --from 2025-03-14T23:00:00+07:00
                """)
        @OptionGroup var control: ControlOptions
        @Argument(help: "Lower-case letters, digits and hyphens.") var name: String
        @Option(help: "Binding pattern <system>.<entity>.<partition>, with * and #.") var to: [String]
        @Flag(help: "One queue a partition, each with a single active consumer, so that order per key holds over processes.")
        var partitioned = false
        @Option(help: "first, now, or a time: where what it gets begins.") var from = "now"

        func run() async throws {
            let result = try await control.client().call(
                "consumer/attach",
                [
                    ("name", .string(name)), ("patterns", .array(to.map(JSONValue.string))),
                    ("partitioned", .bool(partitioned)), ("from", .string(from)),
                ])
            control.common.print(result) { Self.text(result) }
        }

        private static func text(_ result: JSONValue) -> String {
            var object = result.object ?? JSONObject()
            let todo = ConsumerCommand.todo(result)
            object["administrator"] = nil
            guard !todo.isEmpty else { return Table.lines(.object(object)) }
            return Table.lines(.object(object))
                + "\n\nThe user is not made yet. On a node of the broker, as its administrator:\n" + todo
        }
    }

    /// What an administrator of the broker has to run, one line each.
    static func todo(_ result: JSONValue) -> String {
        (result["administrator"]?.array ?? []).compactMap(\.string).map { "  \($0)" }.joined(separator: "\n")
    }
}
