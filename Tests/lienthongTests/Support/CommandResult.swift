import JSON

/// What a command has said and how it ended.
struct CommandResult: Sendable {
    var exit: Int32
    var output: String
    var errors: String

    /// Standard output as JSON; nil when it is something else.
    var json: JSONValue? { try? JSON.parse(Array(output.utf8)) }
}
