import ArgumentParser
import Bus
import JSON
import Store

struct ReceiversCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receivers", abstract: "Pause and resume the intake of a system (receiver).",
        discussion: """
            EXAMPLES
              lienthong receivers list
              lienthong receivers pause epayment --reason "cutover" --until +6h
              lienthong receivers resume epayment
            """,
        subcommands: [List.self, Pause.self, Resume.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "State, reason, what is held, and which processes have confirmed.",
            discussion: """
                EXAMPLES
                  lienthong receivers list
                  lienthong receivers list --format json
                """)
        @OptionGroup var control: ControlOptions

        func run() async throws {
            let list = try await control.client().call("receivers/list")
            control.common.print(list) {
                Table.text(
                    list.array ?? [],
                    ["receiver", "state", "reason", "since", "until", "by", "generation", "held", "confirmed", "missing"])
            }
        }
    }

    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stop passing on (holding) or stop accepting (refusing).",
            discussion: """
                EXAMPLES
                  lienthong receivers pause epayment --mode holding --reason "cutover" \\
                    --until +6h
                  lienthong receivers pause vnaccs --mode refusing \\
                    --reason "reorganisation, letter 62/CHQ-CNTT" --until +1d
                """)
        @OptionGroup var control: ControlOptions
        @Argument(help: "vnaccs, epayment, edoc or treasury.") var receiver: String
        @Option(help: "holding: accept and keep. refusing: answer in the system's own way.") var mode = "holding"
        @Option(help: "Why; senders are told.") var reason: String
        @Option(help: "Expected end, a time or a span (+30m, +6h, +1d); a pause that lasts longer is marked overdue.")
        var until: String?

        func run() async throws {
            let end = try until.map { try UntilOption.time($0, now: SystemClock.now()) }
            let act = try await control.client().call(
                "receivers/pause",
                [
                    ("receiver", .string(receiver)), ("mode", .string(mode)), ("reason", .string(reason)),
                    ("until", end.map { JSONValue.string($0.description) } ?? .null),
                ])
            control.common.print(act) { act["answer"]?.string ?? "" }
        }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Open a receiver; what it held goes out first, in order.",
            discussion: """
                EXAMPLES
                  lienthong receivers resume epayment
                  lienthong receivers resume epayment --reason "the treasury answers again"
                """)
        @OptionGroup var control: ControlOptions
        @Argument(help: "vnaccs, epayment, edoc or treasury.") var receiver: String
        @Option(help: "Why.") var reason = "resumed"

        func run() async throws {
            let act = try await control.client().call(
                "receivers/resume", [("receiver", .string(receiver)), ("reason", .string(reason))])
            control.common.print(act) { act["answer"]?.string ?? "" }
        }
    }
}
