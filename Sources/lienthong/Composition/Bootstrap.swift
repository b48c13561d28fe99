import Logging

enum Bootstrap {
    /// Logs go to standard error, one line an entry.
    static func logger(_ configuration: Configuration) throws(CommandFailure) -> Logger {
        guard let level = Logger.Level(rawValue: configuration.logLevel) else {
            let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure(.badInput, "configuration: log.level must be one of \(levels)")
        }
        var logger = Logger(label: "lienthong") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = level
        logger[metadataKey: "process"] = "\(configuration.process)"
        return logger
    }

    /// For commands: only what must be seen.
    static var quiet: Logger {
        var logger = Logger(label: "lienthong") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .error
        return logger
    }

    /// For measurements of what would be reported line by line.
    static var silent: Logger { Logger(label: "lienthong") { _ in SwiftLogNoOpLogHandler() } }
}
