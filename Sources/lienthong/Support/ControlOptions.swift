import ArgumentParser
import Console
import Foundation

/// Options of commands that the control role carries out.
struct ControlOptions: ParsableArguments {
    @OptionGroup var common: CommonOptions

    @Option(name: .long, help: "Who asks, for the control log. Default: the login name.")
    var actor: String?

    func client() throws(CommandFailure) -> ControlClient {
        let configuration = try common.configuration()
        let token = try TokenFolder(configuration).token("control")
        let name = actor ?? ProcessInfo.processInfo.environment["USER"] ?? NSUserName()
        return ControlClient(
            host: configuration.control.host, port: configuration.control.port, token: token,
            actor: name.isEmpty ? "unknown" : name)
    }
}
