import ArgumentParser
import Consumers

extension ConsumerCommand {
    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run one consumer of this project until SIGTERM. Yours runs as a program of its own.",
            discussion: """
                Ours is the pool, `declarations`; running it is what `lienthong worker` does. A consumer of yours is a package that depends
                on this one and calls `ConsumerHost` (docs/writing-consumers.md).

                EXAMPLES
                  lienthong consumer run declarations
                  lienthong consumer run declarations --process worker-2 --partitions 4-7
                """)
        @Argument(help: "declarations") var name: String
        @OptionGroup var role: RoleOptions
        @Option(help: "It takes these and no other, like 0-3 or 0,2,5. Default: all.") var partitions: String?

        func run() async throws {
            guard name == DeclarationConsumer().name else {
                throw CommandFailure(.badInput, "\(name) is no consumer of this project (declarations is); yours runs as its own program, by ConsumerHost")
            }
            let startup = try role.startup("worker")
            let count = startup.configuration.partitions
            let own = try partitions.map { text throws(CommandFailure) in try PartitionList.parse(text, of: count) }
            try await startup.worker(own ?? Array(0..<count))
        }
    }
}
