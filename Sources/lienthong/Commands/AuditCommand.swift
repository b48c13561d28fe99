import ArgumentParser
import JSON

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "The control log: what operators did.",
        discussion: """
            EXAMPLES
              lienthong audit verify
              lienthong audit log --limit 20
            """,
        subcommands: [Verify.self, Log.self], defaultSubcommand: Verify.self)

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Recompute the hash chain. Exit 1 with the first entry that does not fit.",
            discussion: """
                EXAMPLES
                  lienthong audit verify
                  lienthong audit verify --format json
                """)
        @OptionGroup var control: ControlOptions

        func run() async throws {
            let result = try await control.client().call("audit/verify")
            control.common.print(result) { Table.lines(result) }
            if result["intact"]?.bool != true {
                throw CommandFailure(.no, "the log was changed at entry \(Table.cell(result["firstBroken"]))")
            }
        }
    }

    struct Log: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Entries in order.",
            discussion: """
                EXAMPLES
                  lienthong audit log --limit 20
                  lienthong audit log --after 20 --format json
                """)
        @OptionGroup var control: ControlOptions
        @Option(help: "Entries after this number.") var after = 0
        @Option(help: "At most this many.") var limit = 100

        func run() async throws {
            let list = try await control.client().call(
                "audit/log", [("after", .integer(Int64(after))), ("limit", .integer(Int64(limit)))])
            control.common.print(list) {
                Table.text(list.array ?? [], ["sequence", "at", "actor", "action", "subject", "reason"])
            }
        }
    }
}
