import ArgumentParser
import Console
import Foundation

@main
struct Lienthong: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lienthong",
        abstract: "The event pipeline between the systems of the customs service.",
        discussion: """
            EXAMPLES
              lienthong up                                # all roles in one process
              lienthong gateway | worker | control        # one role in a process
              lienthong simulate --seed 7 --count 10 --out traffic
              lienthong publish vnaccs traffic/vnaccs/*.txt    # hand native messages over
              lienthong declaration show 100100000000     # the story of a declaration
              lienthong receivers pause epayment --reason "cutover" --until +6h
              lienthong account       # in = done + parked + waiting + held + refused
              lienthong doctor        # what must be true to run, and how to mend the rest

            EXIT CODES
              0 done   1 the answer is "no"   64 usage   65 bad input
              69 broker or store not reachable   75 try again   77 not permitted
            """,
        version: "0.1.0",
        subcommands: [
            UpCommand.self, GatewayCommand.self, WorkerCommand.self, ControlCommand.self, ProcessesCommand.self,
            PublishCommand.self, SimulateCommand.self, TopologyCommand.self, ReceiversCommand.self,
            CatalogCommand.self, CutoverCommand.self, ReplayCommand.self, ParkedCommand.self, ConsumerCommand.self,
            JournalCommand.self, DeclarationCommand.self, AccountCommand.self, AuditCommand.self, DoctorCommand.self,
            SchemaCommand.self, BenchCommand.self,
        ])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var running = command as? any AsyncParsableCommand {
                try await running.run()
            } else {
                try command.run()
            }
        } catch let failure as CommandFailure {
            report(failure.message, failure.exit.rawValue)
        } catch let failure as ControlFailure {
            report(failure.message, Int32(failure.exit))
        } catch {
            // Usage errors and --help: the parser knows what to print and that usage is 64.
            exit(withError: error)
        }
    }

    private static func report(_ message: String, _ code: Int32) -> Never {
        if !message.isEmpty { FileHandle.standardError.write(Data("lienthong: \(message)\n".utf8)) }
        Foundation.exit(code)
    }
}
