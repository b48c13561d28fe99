import ArgumentParser
import Foundation
import Logging
import Store

struct UpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up", abstract: "Run all roles in one process, against the configured broker.",
        discussion: """
            Declares the topology, takes in messages by HTTP and drop folder, publishes, applies, and answers operators.
            Goes on accepting while the broker is down. SIGTERM stops it: nothing in flight is lost or applied twice.

            EXAMPLES
              lienthong up
              lienthong up --config .lienthong/quickstart/lienthong.yaml
            """)
    @Option(name: .long, help: "Configuration file.") var config: String?

    func run() async throws {
        let configuration = try ConfigurationReader.load(config)
        let logger = try Bootstrap.logger(configuration)
        for name in try TokenFolder(configuration).makeMissing() {
            logger.notice("token made", metadata: ["token": "\(name)", "folder": "\(configuration.tokens)"])
        }
        let lock = try InstallationLock(configuration)
        do {
            let stores = try await Stores.open(configuration)
            do {
                try await AllRoles(configuration, stores: stores, logger: logger).run()
            } catch {
                await stores.close()
                throw error
            }
            await stores.close()
        } catch let failure as CommandFailure {
            throw failure
        } catch let error as StoreError {
            throw CommandFailure(error.code == .busy ? .tryAgain : .unreachable, error.description)
        } catch {
            // An address that is taken, a drop folder that cannot be watched.
            throw CommandFailure(.unreachable, "\(error)")
        }
        lock.release()
        logger.notice("stopped")
    }
}
