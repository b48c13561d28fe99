import ArgumentParser
import JSON

extension ConsumerCommand {
    struct Detach: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take the bindings, queues and user of a consumer away. Exit 1 while messages wait for it.",
            discussion: """
                Its clients are stopped first: what they have in hand cannot be seen from outside. A command that ended in
                the middle is given again and goes on.

                EXAMPLES
                  lienthong consumer detach notices
                  lienthong consumer detach statistics --discard --reason "its database was given up"
                """)
        @OptionGroup var control: ControlOptions
        @Argument(help: "As it was attached.") var name: String
        @Flag(help: "Throw away what waits for it, and cut off who is connected.") var discard = false
        @Option(help: "For the control log; with --discard it must be given.") var reason: String?

        func validate() throws {
            if discard, reason?.isEmpty ?? true { throw ValidationError("--discard needs a --reason") }
        }

        func run() async throws {
            let result = try await control.client().call(
                "consumer/detach",
                [
                    ("name", .string(name)), ("discard", .bool(discard)),
                    ("reason", reason.map(JSONValue.string) ?? .null),
                ])
            control.common.print(result) {
                let discarded = result["discarded"]?.integer ?? 0
                let text = "\(name) is detached" + (discarded > 0 ? "; \(discarded) messages were discarded" : "")
                let todo = ConsumerCommand.todo(result)
                guard !todo.isEmpty else {
                    return result["userRemoved"]?.bool == false
                        ? text + "; its user has rights in other virtual hosts and stays, without those in this one" : text
                }
                return text + "\n\nIts user is left. On a node of the broker, as its administrator:\n" + todo
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Consumers, ours and those attached: what waits, how fast it goes, what is parked, who reads.",
            discussion: """
                Takes a second: the queues are looked at twice. lag counts messages; a message has up to 128 events. growth is
                how much more waits each second, below 0 when it catches up. rate (acknowledged a second), unacked and owner (the
                clients that get messages now) come from the broker's statistics, some seconds late, with `broker.management`
                in the configuration; without an answer from there within 3 s they are not shown, and the reason is.

                EXAMPLES
                  lienthong consumer list
                  lienthong consumer list --format json
                """)
        @OptionGroup var control: ControlOptions

        func run() async throws {
            let list = try await control.client().call("consumer/list")
            control.common.print(list) { Self.text(list) }
        }

        private static func text(_ list: JSONValue) -> String {
            let rows = (list.array ?? []).map { row in
                var object = row.object ?? JSONObject()
                let feeding = row["feeding"]
                object["feeding"] = feeding?["phase"]
                let queues = row["queues"]?.array ?? []
                if queues.count > 1 { object["queues"] = .string("\(Table.cell(queues.first)) and \(queues.count - 1) more") }
                return JSONValue.object(object)
            }
            let table = Table.text(
                rows,
                ["name", "lag", "rate", "growth", "parked", "connected", "owner", "from", "feeding", "queues", "patterns"])
            guard let reason = list.array?.first?["unknownBecause"]?.string else { return table }
            return table + "\n\nrate and owner are not known: \(reason)"
        }
    }
}
