import ArgumentParser
import Bus
import Consumers
import Events
import Foundation
import JSON

struct JournalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal", abstract: "What went through the pipeline, in order.",
        discussion: """
            EXAMPLES
              lienthong journal tail --from first --limit 20
              lienthong journal tail --follow --to 'epayment.#'
            """,
        subcommands: [Tail.self])

    struct Tail: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the journal's events, without their payloads.",
            discussion: """
                Asks the broker itself, as the configuration's user, who needs the right to read lt.journal. With --format json
                each line is one JSON object. --from TIME means the events that were accepted at that time or later; last
                means the last chunk of the stream, which may be one message or several.

                EXAMPLES
                  lienthong journal tail --from first --limit 20
                  lienthong journal tail --from 2025-03-14T23:00:00+07:00 --to 'vnaccs.declaration.*'
                  lienthong journal tail --from 4711 --limit 1 --payload --format json
                  lienthong journal tail --follow --to 'epayment.#'
                """)
        @OptionGroup var common: CommonOptions
        @Option(help: "first, last, next, a time, or an offset. Default: last; with --follow: next.") var from: String?
        @Option(help: "Only what this pattern matches, as for `consumer attach`; may be given several times.")
        var to: [String] = []
        @Flag(help: "Go on with what comes, until it is interrupted.") var follow = false
        @Option(help: "Stop after so many events.") var limit: Int?
        @Flag(help: "Print the payloads too. They have personal data.") var payload = false

        func validate() throws {
            if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
            if from == "next", !follow { throw ValidationError("--from next needs --follow: nothing is there yet") }
            if Self.start(from ?? "last") == nil, from != "next" {
                throw ValidationError("--from must be first, last, next, an offset, or a time like 2025-03-14T23:00:00+07:00")
            }
            for pattern in to where RoutingPattern(pattern) == nil {
                throw ValidationError(
                    "`\(pattern)` is no pattern: <system>.<entity>.<partition>, each a name or *, or # at the end")
            }
        }

        func run() async throws {
            do {
                try await tail()
            } catch let error as BusError where error.code == .accessRefused {
                throw CommandFailure(.notPermitted, "\(error): reading lt.journal is needed; see `lienthong topology export`")
            } catch let error as BusError where error.code == .notFound {
                throw CommandFailure(.unreachable, "there is no journal on the broker: `lienthong topology apply` makes it")
            } catch let error as BusError {
                throw CommandFailure(.unreachable, error.description)
            }
        }

        private func tail() async throws {
            let bus = BusAccess(try common.configuration(), logger: Bootstrap.quiet)
            let journal = AttachJournal(bus: bus, role: "tail")
            let tail = JournalTail(count: journal.count, journal: journal.open)
            let start = from ?? (follow ? "next" : "last")
            let end = !follow || start == "next" ? try await tail.end() : nil
            // An empty journal has no end to stop at.
            guard follow || end != nil else { return }
            let place = Self.start(start) ?? .offset((end ?? 0) + (end == nil ? 0 : 1))
            var left = limit ?? .max
            try await tail.read(
                from: place, to: follow ? nil : end, patterns: to.compactMap { RoutingPattern($0) }
            ) { entry in
                line(entry)
                left -= 1
                return left > 0
            }
        }

        /// nil for `next`, which only the journal's end tells, and for what is none of these.
        private static func start(_ text: String) -> JournalTail.Start? {
            switch text {
            case "first": .first
            case "last": .last
            default: UInt64(text).map { .offset($0) } ?? Timestamp(rfc3339: text).map { .time($0) }
            }
        }

        private func line(_ entry: JournalTail.Entry) {
            let json = JournalLine(entry, withPayload: payload)
            print(common.format == .json ? json.json : json.text)
            // Into a pipe, too, a line appears when it comes.
            if follow { fflush(nil) }
        }
    }
}
