import ArgumentParser
import Bus
import Consumers
import JSON
import Store

struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Where every id is. Exit 1 when it does not add up.",
        discussion: """
            received = refused + accepted; accepted = processed + waiting + held + parked + discarded, by counting ids. An event
            that was sent and is nowhere is listed; --mend sends it again from the outbox.

            EXAMPLES
              lienthong account
              lienthong account --from "$(date -d '1 hour ago' +%FT%T%:z)" --format json
              lienthong account --mend                  # sends again what is missing
            """)
    @OptionGroup var common: CommonOptions
    @Option(help: "Only what was accepted from this time on.") var from: String?
    @Option(help: "Only what was accepted before this time.") var until: String?
    @Flag(help: "Send again what is missing: the same bytes, from the outbox.") var mend = false

    func run() async throws {
        let configuration = try common.configuration()
        do {
            let stores = try await Stores.openExisting(configuration)
            let bus = BusAccess(configuration, logger: Bootstrap.quiet)
            let auditing = try Auditing(configuration, stores: stores, bus: bus)
            let (account, asked) = try await auditing.account(
                from: Self.time(from, "--from"), until: Self.time(until, "--until"))
            common.print(account.json) {
                account.text + (asked ? "" : "\nthe broker does not answer: what it should have is counted as waiting")
            }
            if mend, !account.differences.isEmpty {
                let count = try await stores.outboxes.resend(eventIDs: account.differences)
                await stores.close()
                throw CommandFailure(.no, "\(count) events will be sent again by the running gateway")
            }
            await stores.close()
            if !account.balanced { throw CommandFailure(.no, "the account does not add up") }
        } catch let error as StoreError {
            throw CommandFailure(.unreachable, error.description)
        }
    }

    private static func time(_ text: String?, _ option: String) throws(CommandFailure) -> Timestamp? {
        guard let text else { return nil }
        guard let time = Timestamp(rfc3339: text) else {
            throw CommandFailure(.usage, "\(option) must be a time like 2025-03-14T23:00:00+07:00")
        }
        return time
    }
}
