import ArgumentParser
import JSON

struct ParkedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parked", abstract: "Events that could not be applied, and what waits behind them.",
        discussion: """
            EXAMPLES
              lienthong parked list
              id=$(lienthong parked list | awk 'NR == 2 { print $2 }')    # the oldest
              lienthong parked show "$id"
            """,
        subcommands: [List.self, Show.self, Release.self, Discard.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Oldest first.",
            discussion: """
                EXAMPLES
                  lienthong parked list
                  lienthong parked list --limit 10 --format json
                """)
        @OptionGroup var control: ControlOptions
        @Option(help: "At most this many.") var limit = 100

        func run() async throws {
            let list = try await control.client().call("parked/list", [("limit", .integer(Int64(limit)))])
            control.common.print(list) {
                Table.text(list.array ?? [], ["consumer", "id", "key", "cause", "attempts", "parkedAt", "detail"])
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Cause, attempts, original bytes, and what waits behind it.",
            discussion: """
                EXAMPLES
                  id=$(lienthong parked list | awk 'NR == 2 { print $2 }')    # the oldest
                  lienthong parked show "$id"
                """)
        @OptionGroup var control: ControlOptions
        @Argument(help: "Event id.") var id: String

        func run() async throws {
            let event = try await control.client().call("parked/show", [("id", .string(id))])
            control.common.print(event) { Table.lines(event) }
        }
    }

    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Apply a key's parked events again, in order. Exit 1 when one fails again; the rest stays parked.",
            discussion: """
                EXAMPLES
                  key=$(lienthong parked list | awk 'NR == 2 { print $3 }')    # the oldest's
                  lienthong parked release "$key"
                """)
        @OptionGroup var control: ControlOptions
        @Argument(help: "Key: the first 11 digits of the declaration number, as `parked list` shows it.") var key: String

        func run() async throws {
            let result = try await control.client().call("parked/release", [("key", .string(key))])
            control.common.print(result) { Table.lines(result) }
            if result["complete"]?.bool == false { throw CommandFailure(.no, "not all could be applied") }
        }
    }

    struct Discard: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give up the event at the head of its key, with a reason.",
            discussion: """
                EXAMPLES
                  id=$(lienthong parked list | awk 'NR == 2 { print $2 }')    # the oldest
                  lienthong parked show "$id"
                  lienthong parked discard "$id" --reason "sent by mistake, letter 17/KBNN"
                """)
        @OptionGroup var control: ControlOptions
        @Argument(help: "Event id.") var id: String
        @Option(help: "Why; kept with the event.") var reason: String

        func run() async throws {
            let result = try await control.client().call(
                "parked/discard", [("id", .string(id)), ("reason", .string(reason))])
            control.common.print(result) { "discarded" }
        }
    }
}
