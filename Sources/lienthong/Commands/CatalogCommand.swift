import ArgumentParser
import Foundation
import JSON

struct CatalogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalog", abstract: "Effective-dated catalogs: offices, budget-relation codes, treasury accounts.",
        discussion: """
            EXAMPLES
              lienthong catalog diff office deploy/samples/night/offices-20250315.csv
              lienthong catalog import office deploy/samples/night/offices-20250315.csv \\
                --reason "letter 62/CHQ-CNTT"
              lienthong catalog as-of office 2025-03-15T00:00:00+07:00
              lienthong catalog export office 2025-03-15T00:00:00+07:00 > changed.csv
            """,
        subcommands: [Diff.self, Import.self, AsOf.self, Export.self])

    struct Source: ParsableArguments {
        @OptionGroup var control: ControlOptions
        @Argument(help: "office, budget-relation, treasury, treasury-account, ...") var catalog: String
        @Argument(help: "CSV file; its columns are documented in docs/catalogs.md.") var file: String

        var parameters: [(String, JSONValue)] {
            get throws(CommandFailure) {
                guard let data = FileManager.default.contents(atPath: file) else {
                    throw CommandFailure(.badInput, "file \(file) cannot be read")
                }
                guard let text = String(data: data, encoding: .utf8) else {
                    throw CommandFailure(.badInput, "file \(file) is not UTF-8")
                }
                return [("catalog", .string(catalog)), ("file", .string(file)), ("csv", .string(text))]
            }
        }
    }

    struct Diff: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What an import would change and what contradicts; nothing is touched. Exit 1 when something contradicts.",
            discussion: """
                EXAMPLES
                  lienthong catalog diff office deploy/samples/night/offices-20250315.csv
                  lienthong catalog diff treasury deploy/samples/night/treasury.csv
                """)
        @OptionGroup var source: Source

        func run() async throws {
            let difference = try await source.control.client().call("catalog/diff", source.parameters)
            source.control.common.print(difference) { CatalogCommand.text(difference) }
            if difference["canBeApplied"]?.bool == false { throw CommandFailure(.no, "the file contradicts") }
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import", abstract: "Apply a file, whole or not at all. Exit 1 when it contradicts.",
            discussion: """
                EXAMPLES
                  lienthong catalog import office deploy/samples/night/offices-20250315.csv \\
                    --reason "letter 62/CHQ-CNTT"
                  lienthong catalog import treasury deploy/samples/night/treasury.csv \\
                    --reason "list of the State Treasury"
                """)
        @OptionGroup var source: Source
        @Option(help: "Why, for the control log.") var reason: String

        func run() async throws {
            let parameters = try source.parameters + [("reason", .string(reason))]
            let difference = try await source.control.client().call("catalog/import", parameters)
            source.control.common.print(difference) { CatalogCommand.text(difference) }
            if difference["canBeApplied"]?.bool == false { throw CommandFailure(.no, "nothing was applied") }
        }
    }

    struct AsOf: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "as-of", abstract: "The rows that hold at a business time, as CSV that `import` reads.",
            discussion: """
                EXAMPLES
                  lienthong catalog as-of office 2025-03-15T00:00:00+07:00 > offices.csv
                  lienthong catalog as-of office 2025-03-15T00:00:00+07:00 \\
                    --known-at "$(date -d '1 hour ago' +%FT%T%:z)"
                """)
        @OptionGroup var control: ControlOptions
        @Argument var catalog: String
        @Argument(help: "Business time, e.g. 2025-03-15T00:00:00+07:00.") var time: String
        @Option(help: "As it was known at this time of recording; default: as it is known now.") var knownAt: String?

        func run() async throws {
            let result = try await control.client().call(
                "catalog/as-of",
                [
                    ("catalog", .string(catalog)), ("time", .string(time)),
                    ("knownAt", knownAt.map(JSONValue.string) ?? .null),
                ])
            control.common.print(result) { result["csv"]?.string ?? "" }
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The list for traders: old code and name, new code and name, for a day of change (letter 62, row B4).",
            discussion: """
                EXAMPLES
                  lienthong catalog export office 2025-03-15T00:00:00+07:00 > changed.csv
                """)
        @OptionGroup var control: ControlOptions
        @Argument(help: "office.") var catalog: String
        @Argument(help: "The effective time, e.g. 2025-03-15T00:00:00+07:00.") var time: String

        func run() async throws {
            let result = try await control.client().call(
                "catalog/export", [("catalog", .string(catalog)), ("time", .string(time))])
            control.common.print(result) { result["csv"]?.string ?? "" }
        }
    }

    private static func text(_ difference: JSONValue) -> String {
        var lines = (difference["lines"]?.array ?? []).map { line in
            let after = Table.cell(line["after"])
            return "\(Table.cell(line["kind"]))  \(Table.cell(line["catalog"])) \(Table.cell(line["key"]))  \(after)"
        }
        for problem in difference["problems"]?.array ?? [] { lines.append("PROBLEM  " + Table.cell(problem)) }
        lines.append(Table.cell(difference["summary"]))
        return lines.joined(separator: "\n")
    }
}
