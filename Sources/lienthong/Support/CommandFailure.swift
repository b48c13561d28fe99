import ArgumentParser

/// Ends a command with a message for people and an exit code for machines.
struct CommandFailure: Error, Sendable, CustomStringConvertible {
    /// What the exit codes mean, everywhere in this program.
    enum Exit: Int32, Sendable {
        /// The answer is "no": a check failed, a difference was found.
        case no = 1
        case usage = 64
        /// Bad input: what and where stands in the message.
        case badInput = 65
        /// Broker, store or control role not reachable.
        case unreachable = 69
        /// Not at present; try again.
        case tryAgain = 75
        case notPermitted = 77
    }

    let exit: Exit
    let message: String

    init(_ exit: Exit, _ message: String) {
        self.exit = exit
        self.message = message
    }

    var description: String { message }
}
