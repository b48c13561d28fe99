import ArgumentParser
import Foundation
import JSON

struct CutoverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cutover", abstract: "The night: pause, drain, import, verify, resume, release, by a plan.",
        discussion: """
            EXAMPLES
              lienthong cutover check deploy/samples/night/plan.yaml
              lienthong cutover start deploy/samples/night/plan.yaml    # also after a kill
              lienthong cutover report night-2025-03-15
            """,
        subcommands: [Check.self, Approve.self, Start.self, Status.self, Abort.self, Report.self])

    struct Plan: ParsableArguments {
        @OptionGroup var control: ControlOptions
        @Argument(help: "The plan, a YAML file; files it names are relative to its folder.") var plan: String

        var parameters: [(String, JSONValue)] {
            get throws(CommandFailure) {
                guard let file = Self.file(plan) else {
                    throw CommandFailure(.badInput, "plan \(plan) cannot be read")
                }
                return [("plan", file)]
            }
        }

        /// The whole path of a file, for a control role that runs in another folder; nil when it cannot be read.
        static func file(_ path: String) -> JSONValue? {
            guard FileManager.default.isReadableFile(atPath: path) else { return nil }
            return .string(URL(fileURLWithPath: path).standardizedFileURL.path)
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Whether the plan could work. Exit 1 when a check fails.",
            discussion: """
                EXAMPLES
                  lienthong cutover check deploy/samples/night/plan.yaml
                  lienthong cutover check deploy/samples/night/plan.yaml \\
                    --at 2025-03-14T23:00:00+07:00
                """)
        @OptionGroup var plan: Plan
        @Option(help: "Check for this time instead of now.") var at: String?

        func run() async throws {
            let parameters = try plan.parameters + [("at", at.map(JSONValue.string) ?? .null)]
            let check = try await plan.control.client().call("cutover/check", parameters)
            plan.control.common.print(check) {
                Table.text(check["lines"]?.array ?? [], ["verdict", "subject", "detail"])
                    + "\nplan hash \(Table.cell(check["planHash"]))"
            }
            if check["passed"]?.bool != true { throw CommandFailure(.no, "the plan cannot work as it is") }
        }
    }

    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Approve exactly the plan with this hash, for somebody else to start.",
            discussion: """
                EXAMPLES
                  hash=$(lienthong cutover check deploy/samples/night/plan.yaml |
                    awk '/^plan hash/ { print $3 }')
                  lienthong cutover approve "$hash" --reason "agreed with the treasury"
                """)
        @OptionGroup var control: ControlOptions
        @Argument(help: "Hash that `cutover check` printed.") var hash: String
        @Option(help: "Why.") var reason: String

        func run() async throws {
            let result = try await control.client().call(
                "cutover/approve", [("hash", .string(hash)), ("reason", .string(reason))])
            control.common.print(result) { "approved" }
        }
    }

    struct Start: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run the plan, or go on where it stopped, until it is done. Exit 1 when a step failed.",
            discussion: """
                EXAMPLES
                  lienthong cutover start deploy/samples/night/plan.yaml
                  lienthong cutover start deploy/samples/night/plan.yaml > report.md
                """)
        @OptionGroup var plan: Plan

        func run() async throws {
            let run = try await plan.control.client().call("cutover/start", plan.parameters)
            plan.control.common.print(run) { run["report"]?.string ?? "" }
            guard run["status"]?.string == "done" else {
                throw CommandFailure(.no, "the cutover is \(Table.cell(run["status"])), not done; the report says at which step and what to do")
            }
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "How far a run is.",
            discussion: """
                EXAMPLES
                  lienthong cutover status night-2025-03-15
                  lienthong cutover status night-2025-03-15 --format json
                """)
        @OptionGroup var control: ControlOptions
        @Argument(help: "Name of the plan.") var name: String

        func run() async throws {
            let run = try await control.client().call("cutover/status", [("name", .string(name))])
            control.common.print(run) { run["report"]?.string ?? "" }
        }
    }

    struct Abort: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Go back: resume what the run has paused. Not after the point of no return.",
            discussion: """
                EXAMPLES
                  lienthong cutover abort night-2025-03-15 --reason "treasury not ready"
                  lienthong cutover abort deploy/samples/night/plan.yaml \\
                    --reason "treasury not ready"
                """)
        @OptionGroup var control: ControlOptions
        @Argument(help: "The plan, a YAML file, or its name.") var plan: String
        @Option(help: "Why.") var reason: String

        func run() async throws {
            let subject = Plan.file(plan).map { ("plan", $0) } ?? ("name", JSONValue.string(plan))
            let run = try await control.client().call("cutover/abort", [subject, ("reason", .string(reason))])
            control.common.print(run) { run["report"]?.string ?? "" }
        }
    }

    struct Report: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Per step: who, when, how long, before, after, receipts, counts.",
            discussion: """
                EXAMPLES
                  lienthong cutover report night-2025-03-15
                  lienthong cutover report night-2025-03-15 > report.md
                """)
        @OptionGroup var control: ControlOptions
        @Argument(help: "Name of the plan.") var name: String

        func run() async throws {
            let run = try await control.client().call("cutover/report", [("name", .string(name))])
            control.common.print(run) { run["report"]?.string ?? "" }
        }
    }
}
