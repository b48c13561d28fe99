/// Data type of an output message, byte 249 of the header; inputs leave it blank.
public enum OutputDataType: String, Sendable, Hashable, CaseIterable {
    /// The processing result of the input: a result line, nothing else.
    case result = "R"
    /// Result and screen output in one: a result line, then the body.
    case resultAndScreen = "M"
    /// Screen output that answers the input.
    case screen = "C"
    /// Print output, asynchronous.
    case print = "P"
    /// Print output, stored variant.
    case storedPrint = "A"
    /// Accumulated output, held until it is asked for.
    case accumulated = "U"

    /// Whether the message starts with a result line.
    public var hasResult: Bool { self == .result || self == .resultAndScreen }
}
