import ArgumentParser

struct ControlCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "control", abstract: "Run the control role: operators' commands, releases, the control log.",
        discussion: """
            One for an installation. Without it gateways and workers go on by what was decided last; what is to be decided waits.
            It alarms when a pause lasts longer than expected.

            EXAMPLES
              lienthong control
              lienthong control --config /etc/lienthong/lienthong.yaml
            """)
    @OptionGroup var role: RoleOptions

    func run() async throws { try await role.startup("control").control() }
}
