import ArgumentParser

struct GatewayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gateway", abstract: "Run one gateway: intake by HTTP and drop folder, and publishing.",
        discussion: """
            Each gateway has an outbox, an HTTP port and a drop folder of its own; all share the data folder. A pause of a
            receiver is complete when every gateway has confirmed it. SIGTERM stops it: what it has accepted stays in its outbox.

            EXAMPLES
              lienthong gateway
              lienthong gateway --process gateway-2 --port 8630 \\
                --outbox outbox-2.sqlite --drop-folder drop-2
              lienthong gateway --process gateway-3 --port 8640 \\
                --outbox outbox-3.sqlite --drop-folder ''
            """)
    @OptionGroup var role: RoleOptions
    @Option(help: "HTTP port, instead of `gateway.port`.") var port: Int?
    @Option(help: "File name of its outbox in the data folder, instead of `gateway.outbox`.") var outbox: String?
    @Option(help: "Its drop folder, instead of `gateway.dropFolder`; '' for none.") var dropFolder: String?

    func run() async throws {
        let startup = try role.startup("gateway") { configuration throws(CommandFailure) in
            if let port {
                guard (1...65535).contains(port) else { throw CommandFailure(.usage, "--port must be from 1 to 65535") }
                configuration.gateway.port = port
            }
            if let outbox {
                try ConfigurationReader.checkOutbox(outbox, called: "--outbox")
                configuration.outbox = outbox
            }
            if let dropFolder { configuration.dropFolder = dropFolder }
        }
        try await startup.gateway()
    }
}
