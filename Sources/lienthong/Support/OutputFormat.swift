import ArgumentParser
import JSON

/// For people or for machines.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    case text, json
}

/// Options that every command has.
struct CommonOptions: ParsableArguments {
    @Option(
        name: .long,
        help: "Configuration file. Default: $LIENTHONG_CONFIG, then ./lienthong.yaml, then /etc/lienthong/lienthong.yaml.")
    var config: String?

    @Option(name: .long, help: "text for people, json for machines.")
    var format: OutputFormat = .text

    func configuration() throws(CommandFailure) -> Configuration {
        try ConfigurationReader.load(config)
    }

    /// Prints one result to standard output in the chosen form.
    func print(_ json: JSONValue, text: () -> String) {
        switch format {
        case .json: Swift.print(json.prettyText)
        case .text:
            let lines = text()
            if !lines.isEmpty { Swift.print(lines) }
        }
    }
}
