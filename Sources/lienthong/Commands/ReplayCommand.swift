import ArgumentParser
import JSON

struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Send events of the journal again to one consumer; effects stay single.",
        discussion: """
            EXAMPLES
              lienthong replay plan morning --to declarations
              hash=$(lienthong replay status morning | awk '/^hash / { print $2 }')
              lienthong replay run morning --hash "$hash"
              lienthong replay status morning
            """,
        subcommands: [Plan.self, Run.self, Status.self, Stop.self])

    struct Plan: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Count what would be sent, per type, system and day; nothing is sent.",
            discussion: """
                EXAMPLES
                  lienthong replay plan midnight --to declarations \\
                    --from 2025-03-14T23:00:00+07:00 --until 2025-03-15T05:00:00+07:00
                  lienthong consumer attach notices --to 'epayment.payment.*'
                  lienthong replay plan for-notices --to notices --system epayment \\
                    --type vn.customs.epayment.payment.made.v1
                """)
        @OptionGroup var control: ControlOptions
        @Argument(help: "Name for this replay, never used before: lower-case letters, digits, hyphens.") var id: String
        @Option(help: "declarations, or the name of an attached consumer.") var to: String
        @Option(help: "Business time from which, inclusive.") var from: String?
        @Option(help: "Business time until which, exclusive.") var until: String?
        @Option(help: "Only these systems.") var system: [String] = []
        @Option(help: "Only these event types.") var type: [String] = []
        @Option(help: "Events a second, 1 to 1000000.") var rate = 5000

        func run() async throws {
            let plan = try await control.client().call(
                "replay/plan",
                [
                    ("id", .string(id)), ("to", .string(to)), ("from", from.map(JSONValue.string) ?? .null),
                    ("until", until.map(JSONValue.string) ?? .null), ("systems", .array(system.map(JSONValue.string))),
                    ("types", .array(type.map(JSONValue.string))), ("rate", .integer(Int64(rate))),
                ])
            control.common.print(plan) { Table.lines(plan) }
        }
    }

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run a plan, or go on with it, until it is done.",
            discussion: """
                EXAMPLES
                  lienthong replay plan morning --to declarations
                  hash=$(lienthong replay status morning | awk '/^hash / { print $2 }')
                  lienthong replay run morning --hash "$hash"
                """)
        @OptionGroup var control: ControlOptions
        @Argument var id: String
        @Option(help: "Hash of the plan as `replay plan` printed it.") var hash: String

        func run() async throws {
            let run = try await control.client().call("replay/run", [("id", .string(id)), ("hash", .string(hash))])
            control.common.print(run) { Table.lines(run) }
            if run["status"]?.string != "done" { throw CommandFailure(.no, "the replay is not done") }
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "How far a replay is; all of them without a name.",
            discussion: """
                EXAMPLES
                  lienthong replay status
                  lienthong replay status into-pool
                """)
        @OptionGroup var control: ControlOptions
        @Argument var id: String?

        func run() async throws {
            let result = try await control.client().call(
                "replay/status", [("id", id.map(JSONValue.string) ?? .null)])
            control.common.print(result) {
                result.array.map { Table.text($0, ["id", "status", "target", "published", "expectedEvents", "by"]) }
                    ?? Table.lines(result)
            }
        }
    }

    struct Stop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stop after the batch in hand; `run` goes on later.",
            discussion: """
                EXAMPLES
                  lienthong replay stop into-pool --reason "the consumer is slow"
                """)
        @OptionGroup var control: ControlOptions
        @Argument var id: String
        @Option(help: "Why.") var reason: String

        func run() async throws {
            let run = try await control.client().call("replay/stop", [("id", .string(id)), ("reason", .string(reason))])
            control.common.print(run) { Table.lines(run) }
        }
    }
}
