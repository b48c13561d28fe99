import ArgumentParser
import JSON
import Store

extension WorkerCommand {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Each partition: its state, its backlog, its workers, and who has confirmed a pause.",
            discussion: """
                EXAMPLES
                  lienthong worker list
                  lienthong worker list --format json
                """)
        @OptionGroup var control: ControlOptions

        func run() async throws {
            let list = try await control.client().call("worker/list")
            control.common.print(list) {
                let orders = "rate \(Table.cell(list["rate"]))  batch \(Table.cell(list["batch"]))"
                let table = Table.text(
                    list["partitions"]?.array ?? [],
                    [
                        "partition", "state", "ready", "active", "workers", "reason", "since", "until", "overdue", "by",
                        "confirmed", "missing",
                    ])
                return orders + "\n" + table
            }
        }
    }

    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a partition, or the whole pool, stand still.",
            discussion: """
                Its worker finishes, commits and acknowledges what it has in hand and consumes no more; no other takes its place.
                Events wait on the broker, in order. Complete when `worker list` names nobody as missing.

                EXAMPLES
                  lienthong worker pause --partition 3 --reason "office's list" --until +2h
                  lienthong worker pause --reason "ledger moves to another disk" --until +30m
                """)
        @OptionGroup var control: ControlOptions
        @Option(help: "One partition. Default: all of them.") var partition: Int?
        @Option(help: "Why; the next shift reads it.") var reason: String
        @Option(help: "Expected end, a time or a span (+30m, +6h, +1d); a pause that lasts longer alarms.") var until: String?

        func run() async throws {
            let end = try until.map { try UntilOption.time($0, now: SystemClock.now()) }
            let act = try await control.client().call(
                "worker/pause",
                [
                    ("partition", partition.map { .integer(Int64($0)) } ?? .null), ("reason", .string(reason)),
                    ("until", end.map { JSONValue.string($0.description) } ?? .null),
                ])
            control.common.print(act) { act["answer"]?.string ?? "" }
        }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a partition, or everything that stands still, go on.",
            discussion: """
                EXAMPLES
                  lienthong worker resume --partition 3
                  lienthong worker resume --reason "moved"
                """)
        @OptionGroup var control: ControlOptions
        @Option(help: "One partition. Default: everything.") var partition: Int?
        @Option(help: "Why.") var reason = "resumed"

        func run() async throws {
            let act = try await control.client().call(
                "worker/resume",
                [("partition", partition.map { .integer(Int64($0)) } ?? .null), ("reason", .string(reason))])
            control.common.print(act) { act["answer"]?.string ?? "" }
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set how fast each worker goes, while it runs.",
            discussion: """
                The rate holds for each worker process by itself. A new batch lets workers begin anew, in order.

                EXAMPLES
                  lienthong worker set --rate 2000 --reason "the treasury is slow"
                  lienthong worker set --rate 0 --batch 0 --reason "back to normal"
                """)
        @OptionGroup var control: ControlOptions
        @Option(help: "Events a second, up to 1000000; 0 for as fast as it goes.") var rate: Int?
        @Option(help: "Events of one transaction, up to 10000; 0 for what the configuration says.") var batch: Int?
        @Option(help: "Why.") var reason: String

        func run() async throws {
            for (name, value) in [("--rate", rate), ("--batch", batch)] where value.map({ $0 < 0 }) ?? false {
                throw CommandFailure(.usage, "\(name) must not be negative")
            }
            let act = try await control.client().call(
                "worker/set",
                [
                    ("rate", rate.map { .integer(Int64($0)) } ?? .null), ("batch", batch.map { .integer(Int64($0)) } ?? .null),
                    ("reason", .string(reason)),
                ])
            control.common.print(act) { Table.lines(act["orders"] ?? .null) }
        }
    }
}
