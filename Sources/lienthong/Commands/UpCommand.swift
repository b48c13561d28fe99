import ArgumentParser

struct UpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up", abstract: "Run all roles in one process, against the configured broker.",
        discussion: """
            Declares the topology, takes in messages by HTTP and drop folder, publishes, applies, and answers operators.
            Goes on accepting while the broker is down. SIGTERM stops it: nothing in flight is lost or applied twice.
            `gateway`, `worker` and `control` are the same roles in processes of their own; further workers may stand beside `up`.

            EXAMPLES
              lienthong up
              lienthong up --config .lienthong/quickstart/lienthong.yaml
            """)
    @OptionGroup var role: RoleOptions

    func run() async throws { try await role.startup(nil).up() }
}
