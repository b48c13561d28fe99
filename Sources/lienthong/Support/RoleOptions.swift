import ArgumentParser

/// Options of the commands that run a role.
struct RoleOptions: ParsableArguments {
    @Option(
        name: .long,
        help: "Configuration file. Default: $LIENTHONG_CONFIG, then ./lienthong.yaml, then /etc/lienthong/lienthong.yaml.")
    var config: String?

    @Option(
        name: .long,
        help: "This process's name, unique in the installation and the same after a restart. Default: ROLE@ and `process` of the configuration.")
    var process: String?

    /// - Parameter role: nil for a process with all roles.
    func startup(
        _ role: String?, _ adjust: (inout Configuration) throws(CommandFailure) -> Void = { _ throws(CommandFailure) in }
    ) throws(CommandFailure) -> Startup {
        var configuration = try ConfigurationReader.load(config)
        if let process {
            configuration.process = process
        } else if let role {
            configuration.process = "\(role)@\(configuration.process)"
        }
        try ConfigurationReader.checkProcess(configuration.process, called: "the process's name \(configuration.process)")
        try adjust(&configuration)
        return Startup(configuration: configuration, logger: try Bootstrap.logger(configuration))
    }
}
