import ArgumentParser
import JSON

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Everything that must be true to run, each with its mend. Exit 1 when something is not.",
        discussion: """
            EXAMPLES
              lienthong doctor
              lienthong doctor --config .lienthong/quickstart/lienthong.yaml --format json
            """)
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let findings = await Doctor(try common.configuration()).findings()
        common.print(.array(findings.map(\.json))) { findings.map(\.text).joined(separator: "\n") }
        let wrong = findings.count { $0.verdict == .wrong }
        if wrong > 0 { throw CommandFailure(.no, "\(wrong) things are wrong") }
    }
}
