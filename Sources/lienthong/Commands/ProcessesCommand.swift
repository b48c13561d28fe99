import ArgumentParser
import JSON

struct ProcessesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "processes", abstract: "The processes of the installation, as they registered themselves.",
        discussion: """
            A process that was killed stays on the list until it starts again under its name: it may have accepted what nobody has
            seen yet, so a pause is not complete without it. Take it off only when it will not come back.

            EXAMPLES
              lienthong processes
              lienthong processes forget gateway-2 --reason "its outbox was empty"
            """,
        subcommands: [List.self, Forget.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Name, receivers, start, and whether it is alive.",
            discussion: """
                EXAMPLES
                  lienthong processes list
                  lienthong processes list --format json
                """)
        @OptionGroup var control: ControlOptions

        func run() async throws {
            let list = try await control.client().call("processes/list")
            control.common.print(list) {
                Table.text(list.array ?? [], ["name", "alive", "started", "receivers", "followsCatalogs"])
            }
        }
    }

    struct Forget: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a process off the list that will not come back. Exit 1 while it runs.",
            discussion: """
                EXAMPLES
                  lienthong processes forget worker-2 --reason "two workers are enough"
                """)
        @OptionGroup var control: ControlOptions
        @Argument(help: "As `processes list` shows it.") var name: String
        @Option(help: "Why.") var reason: String

        func run() async throws {
            let result = try await control.client().call(
                "processes/forget", [("name", .string(name)), ("reason", .string(reason))])
            control.common.print(result) { Table.lines(result) }
        }
    }
}
