import ArgumentParser
import Consumers
import JSON
import Store

struct DeclarationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "declaration", abstract: "A declaration as the pipeline knows it.",
        discussion: """
            EXAMPLES
              lienthong declaration show 100100000000
            """,
        subcommands: [Show.self])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The whole story: status, every piece of money, documents, conflicts, and the events in order.",
            discussion: """
                Says why a payment does not count (cancelled, or the same slip sent again), what is guaranteed, refunded
                and credited, and both office codes. The machine form has the ids of the events too.

                EXAMPLES
                  lienthong declaration show 100100000000
                  lienthong declaration show 10010000000 --format json
                """)
        @OptionGroup var common: CommonOptions
        @Argument(help: "12 digits, or the first 11.") var number: String

        func run() async throws {
            guard DeclarationView.key(of: number) != nil else {
                throw CommandFailure(.badInput, "a declaration number has 12 digits (or give its first 11)")
            }
            do {
                let stores = try await Stores.openExisting(common.configuration())
                let view = try await DeclarationView.load(number, from: stores.ledger)
                await stores.close()
                guard let view else { throw CommandFailure(.no, "no event of this declaration has been applied") }
                common.print(view.json) { view.text }
            } catch let error as StoreError {
                throw CommandFailure(.unreachable, error.description)
            }
        }
    }
}
