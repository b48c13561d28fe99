import ArgumentParser

struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "Run one worker of the pool, or give orders to all of them.",
        discussion: """
            EXAMPLES
              lienthong worker                  # takes what nobody has, stands by
              lienthong worker --process worker-2 --partitions 4-7
              lienthong worker list
              lienthong worker pause --partition 3 --reason "office's list" --until +2h
              lienthong worker resume --partition 3
              lienthong worker set --rate 2000 --reason "the treasury is slow"
            """,
        subcommands: [Run.self, List.self, Pause.self, Resume.self, Set.self], defaultSubcommand: Run.self)

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Apply events until SIGTERM (what `lienthong worker` does).",
            discussion: """
                Several workers may share one data folder. The broker gives each partition to one of them; the others stand by and
                take over when it dies or no longer answers. One of them sends what the pool has found out, and empties lt.poison.
                SIGTERM stops it: it finishes, commits and acknowledges what it has, and the next one goes on in order.

                EXAMPLES
                  lienthong worker
                  lienthong worker --process worker-2    # stands by for all
                  lienthong worker --process worker-1 --partitions 0-3
                  lienthong worker --process worker-2 --partitions 4-7
                """)
        @OptionGroup var role: RoleOptions
        @Option(help: "It takes these and no other, like 0-3 or 0,2,5. Default: all.") var partitions: String?

        func run() async throws {
            let startup = try role.startup("worker")
            let count = startup.configuration.partitions
            let own = try partitions.map { text throws(CommandFailure) in try PartitionList.parse(text, of: count) }
            try await startup.worker(own ?? Array(0..<count))
        }
    }
}
